# SPDX-License-Identifier: GPL-2.0-only
"""As much of JSON Schema as docs/schemas uses; a keyword that is not known is an error, not ignored."""

KNOWN = {"$schema", "$id", "$comment", "title", "description", "type", "const", "enum", "required", "properties",
         "additionalProperties", "items", "minimum", "maximum", "minLength", "pattern"}
TYPES = {"object": dict, "array": list, "string": str, "null": type(None), "boolean": bool}


def is_type(name, value):
    if name == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


def problems(rules, value, where="$"):
    import re
    unknown = set(rules) - KNOWN
    assert not unknown, f"{where}: the schema uses {unknown}"
    out = []
    if "type" in rules:
        types = rules["type"] if isinstance(rules["type"], list) else [rules["type"]]
        if not any(is_type(t, value) for t in types):
            return [f"{where}: is no {' or '.join(types)}: {value!r:.60}"]
    if "const" in rules and value != rules["const"]:
        out.append(f"{where}: is not {rules['const']!r}")
    if "enum" in rules and value not in rules["enum"]:
        out.append(f"{where}: {value!r} is none of {rules['enum']}")
    if isinstance(value, int) and not isinstance(value, bool):
        if value < rules.get("minimum", value) or value > rules.get("maximum", value):
            out.append(f"{where}: {value} is out of range")
    if isinstance(value, str):
        if len(value) < rules.get("minLength", 0) or ("pattern" in rules and not re.search(rules["pattern"], value)):
            out.append(f"{where}: {value!r:.60} has not the form")
    if isinstance(value, dict):
        out += [f"{where}: {name} is missing" for name in rules.get("required", []) if name not in value]
        for name, item in value.items():
            if name in rules.get("properties", {}):
                out += problems(rules["properties"][name], item, f"{where}.{name}")
            elif rules.get("additionalProperties") is False:
                out.append(f"{where}: {name} is not known")
    if isinstance(value, list) and "items" in rules:
        for i, item in enumerate(value):
            out += problems(rules["items"], item, f"{where}[{i}]")
    return out
