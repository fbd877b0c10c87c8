"""E-mail addresses as cells hold them: alone, behind “mailto:”, or beside a name."""

import pyarrow as pa
import pyarrow.compute as pc

_ADDRESS = r'[^@\s()<>\[\]"?;,:]+@[^@\s()<>\[\]"?;,:]+'


def first_addresses(texts: pa.Array) -> pa.Array:
    """The first address in each text; null where there is none. "Ann Lee (ann@x.com)" has one."""
    if pc.all(pc.match_substring_regex(texts, f"^{_ADDRESS}$")).as_py() is not False:
        return texts
    found = pc.extract_regex(texts, f"(?P<mail>{_ADDRESS})")
    return pc.if_else(pc.is_valid(found), pc.struct_field(found, "mail"), None)
