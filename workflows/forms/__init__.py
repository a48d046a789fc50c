"""The forms of the Instruction, Appendices 1–6 (l.689–809): what stands in them, and how they are laid out."""

from workflows.forms.content import Both as Both
from workflows.forms.content import Cell as Cell
from workflows.forms.content import Content as Content
from workflows.forms.content import Covered as Covered
from workflows.forms.content import Line as Line
from workflows.forms.content import Origin as Origin
from workflows.forms.content import OwnReport as OwnReport
from workflows.forms.content import Said as Said
from workflows.forms.content import Signatory as Signatory
from workflows.forms.content import blanks as blanks
from workflows.forms.forms import Form as Form
from workflows.forms.forms import forms as forms
from workflows.forms.layouts.lay_out import lay_out as lay_out
from workflows.forms.mark import Mark as Mark
from workflows.forms.sealed_rows import secrets as secrets
from workflows.forms.texts import FormLanguage as FormLanguage
from workflows.forms.texts import Mode as Mode
