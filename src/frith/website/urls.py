"""Addresses of the site."""

from __future__ import annotations

from django.urls import include, path

from frith.website import kept_typing
from frith.website.api.interface import api
from frith.website.views import (
    assessments,
    audit,
    evidence,
    help_pages,
    home,
    invitations,
    jobs,
    lists,
    people,
    search,
    second_factor,
    sessions,
    sign_in,
    single_sign_on,
    styles,
    tokens,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search_page, name="search"),
    path("help/", help_pages.contents, name="help"),
    path("help/pictures/<str:name>", help_pages.picture, name="help-picture"),
    path("help/<path:name>/", help_pages.page, name="help-page"),
    path("kept/", kept_typing.kept_typing, name="kept-typing"),
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-in/provider/", single_sign_on.ask_provider, name="ask-provider"),
    path("sign-in/provider/answer/", single_sign_on.provider_answer, name="provider-answer"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("second-factor/", second_factor.second_factor, name="second-factor"),
    path("second-factor/set-up/", second_factor.set_up_second_factor, name="set-up-second-factor"),
    path("your-sign-in/", sessions.your_sign_in, name="your-sign-in"),
    path("your-sign-in/password/", sessions.change_password, name="change-password"),
    path("your-sign-in/app/", second_factor.replace_time_code, name="replace-time-code"),
    path("your-sign-in/recovery-codes/", second_factor.new_recovery_codes, name="new-recovery-codes"),
    path("your-sign-in/keys/", second_factor.add_key, name="add-key"),
    path("your-sign-in/keys/<uuid:key>/remove/", second_factor.remove_key, name="remove-key"),
    path("your-sign-in/sessions/<uuid:session_id>/end/", sessions.end_one, name="end-session"),
    path("your-sign-in/sessions/end/", sessions.end_all, name="end-sessions"),
    path("your-tokens/", tokens.your_tokens, name="your-tokens"),
    path("your-tokens/new/", tokens.new_token, name="new-token"),
    path("your-tokens/<uuid:token_id>/end/", tokens.end_one, name="end-token"),
    path("invitation/<str:token>/", invitations.invitation, name="invitation"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/<uuid:key>/", people.person, name="person"),
    path("people/<uuid:key>/roles/", people.give_role, name="give-role"),
    path("people/<uuid:key>/roles/<slug:role>/end/", people.end_role, name="end-role"),
    path("people/<uuid:key>/move/", people.move, name="move"),
    path("people/<uuid:key>/leave/", people.leave, name="leave"),
    path("people/<uuid:key>/reset-second-factor/", people.reset, name="reset-second-factor"),
    path("people/<uuid:key>/invite-again/", people.invite_once_more, name="invite-again"),
    path("", include("frith.guard.protection.urls")),
    path("", include("frith.guard.documents.urls")),
    path("", include("frith.work.performance.urls")),
    path("", include("frith.work.governance.urls")),
    path("", include("frith.work.casework.urls")),
    path("jobs/", jobs.job_list, name="jobs"),
    path("jobs/<uuid:key>/", jobs.job, name="job"),
    path("jobs/<uuid:key>/stop/", jobs.stop, name="stop-job"),
    path("assessments/new/", jobs.make_assessment, name="make-assessment"),
    path("assessments/", assessments.assessment_list, name="assessments"),
    path("assessments/<slug:key>/", assessments.assessment, name="assessment"),
    path("assessments/<slug:key>/files/<path:name>", assessments.assessment_file, name="assessment-file"),
    path("evidence/", evidence.catalogue, name="evidence"),
    path("lists/<slug:key>.<slug:ending>", lists.list_file, name="list-file"),
    path("audit/", audit.trail, name="audit"),
    path("api/v1/", api.urls),
    path("paper.css", styles.paper_styles, name="paper-styles"),
    path("paper-font-<int:weight>.woff2", styles.paper_font, name="paper-font"),
]

handler404 = "frith.website.views.errors.not_found"
handler500 = "frith.website.views.errors.broken"
