"""Addresses of enquiries."""

from __future__ import annotations

from django.urls import path

from frith.work.governance.enquiries import answering, views

urlpatterns = [
    path("enquiries/", views.enquiry_list, name="enquiries"),
    path("enquiries/new/", views.ask, name="ask"),
    path("enquiries/<uuid:key>/", views.enquiry, name="enquiry"),
    path("enquiries/<uuid:key>/send-again/", views.send_again, name="send-enquiry-again"),
    path("enquiries/<uuid:key>/withdraw/", views.withdraw, name="withdraw-enquiry"),
    path("enquiries/<uuid:key>/answer/", views.answer, name="enquiry-answer"),
    path("enquiries/<uuid:key>/form.docx", views.form_out, name="enquiry-form-out"),
    path("enquiries/<uuid:key>/forms/new/", views.form_in, name="enquiry-form-in"),
    path("enquiries/<uuid:key>/forms/<uuid:document_key>/", views.form_read, name="enquiry-form"),
    path("answer/<str:token>/", answering.answer_enquiry, name="answer-enquiry"),
    path("answer/<str:token>/sent/", answering.answer_sent, name="answer-sent"),
]
