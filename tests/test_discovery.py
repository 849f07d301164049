"""Grammars are found in all places, later ones win, and a broken one stops no other."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import trusteereport
from trusteereport import discovery, grammars
from trusteereport.discovery import GrammarError, adding
from trusteereport.grammars import Unsettled
from trusteereport.soundness import check

ELM = "Elm Trust Company, as Trustee"
DOCUMENT = f"ELM TRUST 2001-A\n{ELM}\nPayment Date: April 25, 2001\n"
RECOGNISED = f"RECOGNISED_BY: /{ELM}/\n"
Writer = Callable[..., Path]


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No grammars of the user who runs the tests."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv(discovery.VARIABLE, raising=False)


@pytest.fixture
def write(tmp_path: Path) -> Writer:
    """Write a grammar into a folder; gives the folder."""

    def write_grammar(text: str, name: str = "elm", folder: str = "folder") -> Path:
        path = tmp_path / folder
        path.mkdir(parents=True, exist_ok=True)
        (path / f"{name}.lark").write_text(text, encoding="utf-8")
        return path

    return write_grammar


def broken_messages() -> list[str]:
    return [one.message for one in grammars.broken()]


# ---------------------------------------------------------------- places


def test_only_the_shipped_ones_are_there_without_more() -> None:
    assert discovery.all_known().layers == grammars.shipped()
    assert grammars.broken() == []


def test_a_folder_adds_a_grammar_as_long_as_it_is_added(write: Writer) -> None:
    with adding([write(RECOGNISED)]):
        assert grammars.choose(DOCUMENT) == ("elm", f"line 2 has {ELM!r}")
        assert trusteereport.parse(DOCUMENT).source.grammar == "elm"
        assert discovery.all_known().layers["elm"].source == "--grammars"
    assert grammars.choose(DOCUMENT).name == "base"


def test_the_user_s_folder_adds_grammars(write: Writer) -> None:
    write(RECOGNISED, folder="config/trusteereport/grammars")
    assert grammars.choose(DOCUMENT).name == "elm"
    assert discovery.all_known().layers["elm"].source == "user folder"


def test_without_xdg_it_is_in_the_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert discovery.user_folder() == tmp_path / ".config" / "trusteereport" / "grammars"


def test_the_variable_names_several_folders(write: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    folders = [write(RECOGNISED, folder="one"), write("// nothing", "oak", folder="two")]
    monkeypatch.setenv(discovery.VARIABLE, os.pathsep.join(["", *map(str, folders)]))
    assert {"elm", "oak"} <= discovery.all_known().layers.keys()
    assert discovery.all_known().layers["oak"].source == discovery.VARIABLE


def test_later_places_win(write: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    write("// user", folder="config/trusteereport/grammars")
    assert discovery.all_known().layers["elm"].text == "// user"
    monkeypatch.setenv(discovery.VARIABLE, str(write("// variable", folder="variable")))
    assert discovery.all_known().layers["elm"].text == "// variable"
    with adding([write("// one", folder="one"), write("// two", folder="two")]):
        layer = discovery.all_known().layers["elm"]
        assert layer.text == "// two"
        assert layer.replaces
        assert layer.replaces.text == "// one"


def test_a_user_s_grammar_replaces_a_shipped_one(write: Writer) -> None:
    text = "RECOGNISED_BY: /Section 4/\n"
    with adding([write(text, "us_bank")]):
        assert grammars.stack_of("us_bank")[-1].text == text
        assert len(grammars.stack_of("us_bank")) == 2


def install(folder: Path, module: str, text: str | None) -> None:
    """What an installer leaves of a package with a grammar."""
    (folder / "elm_package").mkdir(parents=True)
    (folder / "elm_package" / "__init__.py").write_text("raise AssertionError('imported')")
    if text is not None:
        (folder / "elm_package" / "elm.lark").write_text(text)
    information = folder / "elm_package-1.dist-info"
    information.mkdir()
    (information / "METADATA").write_text("Name: elm-package\nVersion: 1\n")
    (information / "entry_points.txt").write_text(f"[trusteereport.grammars]\nelm = {module}\n")


def test_an_installed_package_adds_a_grammar_and_is_not_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, "elm_package", RECOGNISED)
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    assert grammars.choose(DOCUMENT).name == "elm"
    assert discovery.all_known().layers["elm"].source == "package elm-package"
    assert "elm_package" not in sys.modules


@pytest.mark.parametrize(
    ("module", "text", "message"),
    [
        ("elm_nowhere", RECOGNISED, "names 'elm_nowhere', which is not installed"),
        ("elm_package", None, "the folder of 'elm_package' holds no .lark file"),
        ("elm_package.inner", RECOGNISED, "cannot find 'elm_package.inner': imported"),
    ],
)
def test_a_package_without_its_grammars_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, text: str | None, message: str
) -> None:
    install(tmp_path, module, text)
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    (found,) = broken_messages()
    assert found.startswith("package elm-package: ")
    assert message in found


# ---------------------------------------------------------------- one extends another


def test_a_grammar_extends_another(write: Writer) -> None:
    with adding([write(f"// elm.lark\n// extends: us_bank\n{RECOGNISED}")]):
        assert [layer.name for layer in grammars.stack_of("elm")] == ["base", "us_bank", "elm"]
        assert trusteereport.parse(DOCUMENT).source.grammar == "elm"


def test_a_grammar_that_replaces_another_may_extend_it(write: Writer) -> None:
    with adding([write("// extends: us_bank\n", "us_bank")]):
        stack = grammars.stack_of("us_bank")
        assert [layer.source for layer in stack] == ["shipped", "shipped", "--grammars"]


def test_a_grammar_comes_before_the_one_that_it_extends(write: Writer) -> None:
    write(RECOGNISED)
    with adding([write("// extends: elm\nRECOGNISED_BY: /ELM TRUST/\n", "elm_2001")]):
        assert grammars.choose(DOCUMENT) == ("elm_2001", "line 1 has 'ELM TRUST'")


def test_a_path_may_extend_what_is_found(write: Writer) -> None:
    path = write("// extends: us_bank\n") / "elm.lark"
    assert [layer.name for layer in grammars.stack_of(str(path))] == ["base", "us_bank", "elm"]


# ---------------------------------------------------------------- bad input

BROKEN = {
    "no text": (b"// \xff\xfe\n", "elm.lark:1: no UTF-8 text"),
    "recogniser": (b"\nRECOGNISED_BY: /(elm/\n", "elm.lark:2: RECOGNISED_BY is no regular"),
    "no regex": (b'RECOGNISED_BY: "elm"\n', "elm.lark:1: RECOGNISED_BY must be a regular"),
    "all": (b"RECOGNISED_BY: /x*/\n", "elm.lark:1: RECOGNISED_BY finds its mark in every text"),
    "itself": (b"// extends: elm\n", "elm.lark:1: include loop: elm -> elm"),
    "unknown": (b"\n// extends: oak\n", "elm.lark:2: extends 'oak', which is not there"),
    "late": (b"A: /a/\n// extends: base\n", "elm.lark:2: `// extends:` must stand in the comm"),
    "nothing": (b"// extends:\n", "elm.lark:1: `// extends:` names no grammar"),
}


@pytest.mark.parametrize(("content", "message"), BROKEN.values(), ids=list(BROKEN))
def test_what_cannot_be_used_is_left_out_and_told(
    write: Writer, content: bytes, message: str
) -> None:
    folder = write(RECOGNISED, "oaks")
    (folder / "elm.lark").write_bytes(content)
    with adding([folder]):
        (found,) = broken_messages()
        assert message in found
        assert trusteereport.parse(DOCUMENT).source.grammar == "oaks"
        with pytest.raises(GrammarError, match="elm"):
            trusteereport.parse(DOCUMENT, grammar="elm")


def test_an_include_loop_names_the_chain(write: Writer) -> None:
    write("// extends: oak\n")
    write("// extends: yew\n", "oak")
    with adding([write("// extends: elm\n", "yew")]):
        assert len(broken_messages()) == 3
        assert "include loop: elm -> oak -> yew -> elm" in broken_messages()[0]
        assert {"elm", "oak", "yew"}.isdisjoint(discovery.all_known().layers)


def test_where_a_replacement_is_broken_the_replaced_one_reads_on(write: Writer) -> None:
    folder = write("// extends: oak\n", "us_bank")
    with adding([folder]):
        assert discovery.all_known().layers["us_bank"].source == "shipped"
        assert grammars.choose("Section 4.02 (i)\n").name == "us_bank"


def test_a_later_good_one_mends_a_broken_one(write: Writer) -> None:
    with adding([write("RECOGNISED_BY: /(/\n", folder="one"), write(RECOGNISED, folder="two")]):
        assert trusteereport.parse(DOCUMENT, grammar="elm").source.grammar == "elm"


def test_the_base_cannot_be_replaced(write: Writer) -> None:
    folder = write("document: OTHER\n", "base")
    with adding([folder]):
        assert "base.lark: the base cannot be replaced" in broken_messages()[0]
        assert trusteereport.parse(DOCUMENT).source.grammar == "base"
    with pytest.raises(GrammarError, match=r"the base cannot be replaced"):
        trusteereport.parse(DOCUMENT, grammar=str(folder / "base.lark"))


def test_the_base_may_be_named_by_its_path() -> None:
    path = str(discovery.shipped_folder() / "base.lark")
    assert trusteereport.parse(DOCUMENT, grammar=path).source.name is None


def test_a_folder_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(GrammarError, match="nowhere: no such folder"), adding(["nowhere"]):
        pass
    file = tmp_path / "elm.lark"
    file.touch()
    with pytest.raises(GrammarError, match="is a file; name the folder"), adding([file]):
        pass
    monkeypatch.setenv(discovery.VARIABLE, str(tmp_path / "nowhere"))
    (message,) = broken_messages()
    assert message.startswith(f"{discovery.VARIABLE}: ")
    assert message.endswith("no such folder of grammars")


def test_a_grammar_that_cannot_be_built_is_left_out_when_it_is_chosen(write: Writer) -> None:
    with adding([write(f"{RECOGNISED}%extend nothing: LOAN\n")]):
        assert broken_messages() == []
        choice = grammars.choose(DOCUMENT)
        assert isinstance(choice, Unsettled)
        assert choice.name == "base"
        assert "elm recognises this document, but is broken: " in choice.reason
        assert "elm.lark:2: Can't extend rule nothing" in choice.reason
        assert trusteereport.parse(DOCUMENT).source.grammar == "base"
        assert "elm.lark:2: Can't extend rule nothing" in broken_messages()[0]


def test_two_grammars_that_claim_a_document_leave_it_to_the_base(write: Writer) -> None:
    write(RECOGNISED)
    with adding([write("RECOGNISED_BY: /ELM TRUST/\n", "oak")]):
        choice = grammars.choose(DOCUMENT)
        assert isinstance(choice, Unsettled)
        assert choice.name == "base"
        assert "elm (line 2 has " in choice.reason
        assert "oak (line 1 has 'ELM TRUST')" in choice.reason


# ---------------------------------------------------------------- what is built

CAPTION = "_A.13: /^[ ]*A Date:/ _GAP\n"
MISTAKES = {
    "syntax": ("\nfoo BAR\n", "elm.lark:2: syntax error at column 5 of `foo BAR`"),
    "dangling": ("\n%override foo: LOAN\n", "elm.lark:2: Cannot override a nonexisting rule foo;"),
    "undefined": ("%extend trust: FOO\n", "elm.lark:1: Rule 'FOO' used but not defined"),
    "regex": ("FOO: /(a/\n%extend trust: FOO\n", "elm.lark:1: Cannot compile token FOO"),
    "import": ("%import oak.FOO\n", "%import finds only Lark's own grammars"),
    "no field": (
        f"%extend _caption: record_dat\nrecord_dat: _A (DATE | OTHER)\n{CAPTION}",
        "elm.lark:2: rule 'record_dat' is no field of Statement, but 'record_date' is;",
    ),
    "another record's": (
        f"%extend _caption: a\na: _A (DATE | OTHER) -> signer\n{CAPTION}",
        "elm.lark:2: rule 'signer' is no field of Statement; ",
    ),
    "no label": (
        "%extend class_column: ending_balanc\nending_balanc: ENDING LOAN\n",
        "elm.lark:2: rule 'ending_balanc' is no field of a statement or a record in it, but",
    ),
    "no heading": (
        "%extend _section: elm_heading\nelm_heading: ELM\nELM.9: /^ELM(?=\\n)/ EOL\n",
        "elm.lark:2: rule 'elm_heading' is no field of Statement; ",
    ),
    "no kind": (
        "%extend _section: elm_heading elm_table*\nelm_heading: ELM -> heading\n"
        "elm_table: head rows?\nELM.9: /^ELM(?=\\n)/ EOL\n",
        "elm.lark:3: tables of the kind 'elm' have no elm_row and no elm_column",
    ),
    "no second kind": (
        "%extend _section: elm_heading elm_table*\nelm_heading: ELM -> heading\n"
        "elm_table: head rows? -> class_or_class_then_elm_table\nELM.9: /^ELM(?=\\n)/ EOL\n",
        "elm.lark:3: tables of the kind 'elm' have no elm_row and no elm_column",
    ),
    "no value": (
        "%extend class_column: elm\nelm: class_id ELM -> classes\nclass_id: ELM\nELM: /elm/\n"
        "%extend class_row: oak\noak: ELM ELM\n",
        "elm.lark:6: rule 'oak' is no field of a statement or a record in it; a rule's name is the "
        "field that it fills (`-> name` renames it, `_oak` only holds others). docs/records.md "
        "lists the fields",
    ),
    "value needed": (
        f"%extend _caption: a\na: _A DATE -> record_date\n{CAPTION}",
        "elm.lark:2: after _A the layout cannot go on at lines without DATE",
    ),
    "more needed": (
        "%extend _caption: a\na: _A WORDS -> record_date\n_A.13: /^[ ]*A Date:/\n",
        "elm.lark:2: after _A the text may end, but the layout needs WORDS",
    ),
    "line needed": (
        "%extend _section: elm_heading table\nelm_heading: ELM -> heading\n"
        "ELM.9: /^ELM(?=\\n)/ EOL\n",
        "after ELM the layout cannot go on at lines without HEAD",
    ),
    "of the base, elsewhere": (
        "%extend _event: record_date\n",
        "elm.lark:1: rule 'record_date' is no field of Events",
    ),
    "used twice": (
        "%extend _event: elsewhere\nelsewhere: record_date -> distribution_date\n",
        "cannot follow DATE everywhere: a rule that ends with DATE is used in several places",
    ),
}


@pytest.mark.parametrize(("text", "message"), MISTAKES.values(), ids=list(MISTAKES))
def test_a_mistake_names_file_line_and_reason(write: Writer, text: str, message: str) -> None:
    path = write(text) / "elm.lark"
    with pytest.raises(GrammarError) as caught:
        grammars.load(str(path))
    assert message in str(caught.value)
    with pytest.raises(GrammarError):  # what failed once is not built again
        grammars.load(str(path))


def test_groups_cells_lines_and_values_of_keys_are_no_mistakes(write: Writer) -> None:
    path = write(
        "%extend _section: elm_heading elm_table?\n"
        "elm_heading: ELM -> heading\n"
        "elm_table: head rows? -> elm_then_oak_or_caption_table\n"
        "ELM.9: /^ELM(?=\\n)/ EOL\n"
        "elm_group: elms\nelms: class_id -> classes\nclass_id: elm_of_oaks | _birch\n"
        "elm_of_oaks: ELMS\n_birch: birch\nbirch: BIRCH\n"
        "oak_cell: ending_balance\n"
        "ELMS: /elms/\nBIRCH: /birch/\n"
    )
    grammar = grammars.load(str(path / "elm.lark"))
    assert {"elm_group", "oak_cell"} <= grammar.starts


def test_a_conflict_names_both_rules_with_their_places(write: Writer) -> None:
    path = write("\n%extend trustee_fee: SERVICING FEE\n") / "elm.lark"
    with pytest.raises(GrammarError) as caught:
        grammars.load(str(path))
    message = str(caught.value)
    assert message.startswith(f"{path}:2: Reduce/Reduce collision: ")
    assert f"trustee_fee ({path}:2)" in message
    assert "servicing_fee (" in message
    assert "base.lark:" in message
    assert "read `SERVICING FEE`" in message


@pytest.mark.parametrize("name", sorted(grammars.shipped()))
def test_the_shipped_grammars_pass_the_checks_of_others(name: str, tmp_path: Path) -> None:
    stack = grammars.stack_of(name)
    others = [discovery.Layer(one.name, one.path, one.text) for one in stack]
    assert check(grammars.build(stack), others) == []
    del tmp_path


# ---------------------------------------------------------------- cost


def test_metadata_is_imported_only_where_a_package_has_grammars(tmp_path: Path) -> None:
    assert not discovery.has_entry_points([str(tmp_path), "nowhere", ""])
    install(tmp_path, "elm_package", RECOGNISED)
    assert discovery.has_entry_points([str(tmp_path)])


def test_places_are_read_once(write: Writer) -> None:
    with adding([write(RECOGNISED)]):
        assert discovery.all_known() is discovery.all_known()
