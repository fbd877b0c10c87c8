"""The room of the readers: a CRM's export in, clean rows and problems out."""

from sla_core.crm.export import Export, read_export
from sla_core.crm.layouts.dialects import Dialect
from sla_core.crm.layouts.recognise import DIALECTS, Recognised, recognise
from sla_core.crm.options import Answers, Options, SavedMapping

__all__ = [
    "DIALECTS",
    "Answers",
    "Dialect",
    "Export",
    "Options",
    "Recognised",
    "SavedMapping",
    "read_export",
    "recognise",
]
