"""What is installed beside the program is listed with its licence, and its reason stands in the decisions."""

from __future__ import annotations

import json
import re
import tomllib
from importlib.metadata import distribution

import pytest
from packaging.requirements import Requirement

from release.dependencies import HERE, bill_of_materials, libraries, licence
from tests.places import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NAMED = sorted(Requirement(text).name for text in PROJECT["dependencies"])


@pytest.mark.parametrize("name", NAMED)
def test_each_library_is_listed_with_its_licence_and_has_its_reason(name: str) -> None:
    listed = (HERE / "LICENCES.md").read_text(encoding="utf-8")
    decisions = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8").casefold()

    assert re.search(rf"(?im)^\| {re.escape(distribution(name).name)} \\| [^|]+\\w [^|]*\\|", listed)
    assert name.casefold() in decisions


def test_the_list_travels_with_the_wheel() -> None:
    assert "release/LICENCES.md" in PROJECT["license-files"]


def test_the_bill_of_materials_is_that_of_what_is_installed() -> None:
    kept = json.loads((HERE / "sbom.cdx.json").read_text(encoding="utf-8"))
    made = bill_of_materials(libraries())
    here = {each["name"] for each in made["components"]}  # type: ignore[attr-defined] # a list of records

    assert {name for name in here if name.lower() in {each.lower() for each in NAMED}} <= {
        each["name"] for each in kept["components"]
    }
    assert kept["bomFormat"] == "CycloneDX"
    assert all(each["licenses"][0]["license"]["name"] for each in kept["components"])
    assert all(licence(each) for each in libraries())
