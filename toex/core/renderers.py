"""How every form is drawn: our templates, with the classes of the design system."""

from django.forms import BoundField
from django.forms.renderers import TemplatesSetting

CLASSES = {
    "textarea": "govuk-textarea",
    "select": "govuk-select",
    "nullbooleanselect": "govuk-select",
    "selectmultiple": "govuk-select",
    "clearablefile": "govuk-file-upload",
    "file": "govuk-file-upload",
    "radioselect": "",
    "checkboxselectmultiple": "",
    "checkbox": "govuk-checkboxes__input",
    "govdate": "govuk-input govuk-date-input__input",
}
WITH_PARTS = {"radioselect", "checkboxselectmultiple", "smallboxes", "selectmultiple", "govdate"}


class PlainBoundField(BoundField):
    """A field that knows its classes, its error, and where a link to it should lead."""

    def build_widget_attrs(self, attrs, widget=None):
        attrs = super().build_widget_attrs(attrs, widget)
        name = CLASSES.get(self.widget_type, "govuk-input")
        own = (widget or self.field.widget).attrs.get("class", "")
        base = name.split(" ")[0]
        error = f"{base}--error" if self.errors and base and base != CLASSES["checkbox"] else ""
        counting = "govuk-js-character-count" if self.counted else ""
        classes = " ".join(part for part in (name, own, error, counting) if part)
        return {**attrs, "class": classes} if classes else attrs

    @property
    def focus_id(self):
        """The id to which an error summary's link leads: the first box of several."""
        return f"{self.auto_id}_0" if self.widget_type in WITH_PARTS else self.auto_id

    @property
    def counted(self):
        """The most characters a textarea takes, to count down from; None for other fields."""
        return self.field.max_length if self.widget_type == "textarea" else None


class PlainRenderer(TemplatesSetting):
    bound_field_class = PlainBoundField
