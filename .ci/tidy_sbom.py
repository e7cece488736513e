"""Of the tools' lists in a folder, keeps what a running Engawa needs, without addresses of downloads, as *.cdx.json."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from licences import runtime_closure
from packaging.utils import canonicalize_name

ADDRESSES = {"distribution", "distribution-intake", "build-system", "build-meta"}


def without_addresses(value: Any) -> Any:
    """The same without references that tell where a part was downloaded, and without the number of this very list."""
    if isinstance(value, list):
        return [without_addresses(each) for each in value]
    if not isinstance(value, dict):
        return value
    kept = {key: without_addresses(each) for key, each in value.items() if key != "serialNumber"}
    if "externalReferences" in kept:
        kept["externalReferences"] = [each for each in kept["externalReferences"] if each.get("type") not in ADDRESSES]
        if not kept["externalReferences"]:
            del kept["externalReferences"]
    return kept


def only(document: dict[str, Any], names: set[str]) -> dict[str, Any]:
    """The document with these components and what hangs together with them."""
    components = [each for each in document["components"] if canonicalize_name(each["name"]) in names]
    refs = {each["bom-ref"] for each in components} | {document["metadata"]["component"]["bom-ref"]}
    links = [
        {**each, "dependsOn": [ref for ref in each.get("dependsOn", []) if ref in refs]}
        for each in document.get("dependencies", [])
        if each["ref"] in refs
    ]
    return {**document, "components": components, "dependencies": links}


def main(folder: Path) -> None:
    for name, names in (("python", runtime_closure()), ("web_client", None)):
        document = json.loads((folder / f"{name}.all.json").read_text(encoding="utf-8"))
        document = without_addresses(document if names is None else only(document, names))
        document.get("metadata", {}).pop("timestamp", None)
        text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
        (folder / f"{name}.cdx.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
