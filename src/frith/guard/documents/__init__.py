"""Documents: files that people hand in, examined, encrypted, and kept with the record that they belong to.

An app that wants documents on its records does four things, and no more:

1. Say who may: ``owners.register(Owner(record_type=..., visible=..., check_may_keep=..., check_may_erase=..., ...))``
   when the app starts (see :class:`frith.guard.documents.owners.Owner`).
2. Take the file: ``services.keep(by=, record_type=, record=, name=, content=, key=)``, called by a service of the app
   with a form's file (:func:`frith.guard.documents.forms.file`). It raises RowsRejected with every fault, each at the
   place ``file``, so that :func:`frith.guard.forms.ask` shows them beside the question. The key makes it once.
3. Show them: ``queries.documents_of(by, record_type, record)``, each with ``name``, ``kind_words`` and ``size``.
4. Link each to ``{% url "documents:download" document.pk %}``. That page hands the file over; every read is recorded.

Bytes are in the database, in encrypted pieces, so that a backup of the database is a backup of the documents, and a
document and the row that speaks of it are there together or not at all (decision 35).
"""
