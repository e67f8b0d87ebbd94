"""The technical administration: persons and places, and nothing that has a workflow."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.core.exceptions import ValidationError
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from accounts.models import Gemeente, Region, RegionGemeente, User
from config.shared.workflow import Entry, recorder

site = admin.AdminSite(name="admin")
site.site_header = gettext_lazy("Taalregie: technical administration")
site.site_title = "Taalregie"
site.site_url = "/"
# Signing in happens on the one page that knows second factors and locks out guessing.
site.login = secure_admin_login(site.login)  # type: ignore[method-assign]

ADMINISTRATORS = (Role.ADMINISTRATOR, Role.PROVIDER_ADMINISTRATOR)


class RecordedAdmin(admin.ModelAdmin):
    """Writes an audit row for every change, and deletes nothing."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What others point to stays."""
        return False

    def save_model(self, request: Any, obj: Any, form: ModelForm, change: bool) -> None:
        """Save, and keep which fields were changed."""
        super().save_model(request, obj, form, change)
        action, changed = ("updated" if change else "created"), form.changed_data
        before = {name: form.initial.get(name) for name in changed if "password" not in name}
        after = {name: getattr(obj, name, None) for name in before}
        entry = Entry(obj, action, request.user, timezone.now(), before if change else {}, after)
        recorder().record([entry])


class PersonChangeForm(UserChangeForm):
    def clean_is_active(self) -> bool:
        """Nobody is shut out who still administers an organisation."""
        is_active: bool = self.cleaned_data["is_active"]
        held = [grant for grant in self.instance.all_grants if grant.role in ADMINISTRATORS]
        if held and not is_active:
            raise ValidationError(
                _("End this person's membership as administrator of %(organisation)s first.")
                % {"organisation": held[0].organisation}
            )
        return is_active


class PersonCreationForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("email", "name")


@admin.register(User, site=site)
class PersonAdmin(RecordedAdmin, UserAdmin):
    form = PersonChangeForm
    add_form = PersonCreationForm
    ordering = ("email",)
    list_display = ("email", "name", "is_active", "is_staff")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "name")
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("email", "name", "password")}),
        (
            gettext_lazy("Technical administration"),
            {"fields": ("is_active", "is_staff", "is_superuser")},
        ),
        (gettext_lazy("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("email", "name", "usable_password", "password1", "password2")}),
    )


class RegionGemeenteInline(admin.TabularInline):
    model = RegionGemeente
    extra = 0
    can_delete = False
    autocomplete_fields = ("gemeente",)


@admin.register(Region, site=site)
class RegionAdmin(RecordedAdmin):
    list_display = ("name", "kind", "is_training")
    list_filter = ("kind", "is_training")
    search_fields = ("name",)
    inlines = (RegionGemeenteInline,)


@admin.register(Gemeente, site=site)
class GemeenteAdmin(RecordedAdmin):
    list_display = ("code", "name", "size_class", "valid_until", "successor")
    list_filter = ("size_class",)
    search_fields = ("code", "name")
    autocomplete_fields = ("successor",)


@admin.register(RegionGemeente, site=site)
class RegionGemeenteAdmin(RecordedAdmin):
    list_display = ("region", "gemeente", "subregion", "first_on", "last_on")
    list_select_related = ("region", "gemeente")
    list_filter = ("region",)
    autocomplete_fields = ("region", "gemeente")
