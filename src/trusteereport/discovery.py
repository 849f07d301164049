"""Where grammars are found: the package, installed packages, and folders of the user.

Later places win: a grammar replaces an earlier one of the same name.  What cannot be
used is left out and kept as ``Broken``, so that one bad file does not stop the others.
Nothing is built here; a grammar whose text Lark refuses is found out when it is needed.
"""

import contextlib
import functools
import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import NamedTuple

from attrs import Factory, define

from trusteereport.problems import TrusteeReportError

BASE = "base"
SUFFIX = ".lark"
VARIABLE = "TRUSTEEREPORT_GRAMMARS"
ENTRY_POINTS = "trusteereport.grammars"
SHIPPED, USER_FOLDER, OPTION, FILE = "shipped", "user folder", "--grammars", "file"

_EXPRESSION = re.compile(r"/(?P<regex>(?:\\.|[^/\\\n])+)/(?P<flags>[ims]*)")
_RECOGNISER = re.compile(
    r"^RECOGNISED_BY:[ ]*(?P<all>{0}(?:\s*\|[ ]*{0})*)[ \t]*$".format(r"/(?:\\.|[^/\\\n])+/[ims]*"),
    re.MULTILINE,
)
_RECOGNISER_NAME = r"(?m)^[ \t]*RECOGNISED_BY\b"
_EXTENDS = r"(?m)^//[ \t]*extends:[ \t]*(?P<name>[^\n]*?)[ \t]*$"
_HEAD = r"(?://[^\n]*\n|[ \t]*\n)*(?://[^\n]*)?"


class GrammarError(TrusteeReportError):
    """A grammar that cannot be found or built; the message names file and line."""


class Layer(NamedTuple):
    """One Lark file of a stack: where it was found, and which other it replaces."""

    name: str
    path: Path
    text: str
    source: str = FILE
    replaces: "Layer | None" = None

    def place(self, position: int) -> str:
        """The file and line of a position in the text."""
        return f"{self.path}:{self.text.count(chr(10), 0, position) + 1}"


class Broken(NamedTuple):
    """A grammar, folder or package that is left out; the message says where and why."""

    name: str | None
    source: str
    message: str


class Place(NamedTuple):
    """A folder that holds grammars, and how it was named."""

    folder: Path
    source: str


@define(eq=False)
class Library:
    """The grammars of all places by name, and what had to be left out."""

    layers: dict[str, Layer] = Factory(dict)
    recognisers: "dict[str, Recogniser]" = Factory(dict)
    broken: list[Broken] = Factory(list)

    def find(self, name: str) -> Layer:
        """The grammar of a name, or of the path of a ``.lark`` file.

        Raises:
            GrammarError: there is none, or it is broken.
        """
        for one in self.broken:
            if one.name == name:
                raise GrammarError(one.message)
        if name in self.layers:
            return self.layers[name]
        if name.endswith(SUFFIX):
            return self._read(Path(name))
        raise GrammarError(f"no grammar {name!r}; there are: {', '.join(self.layers)}")

    def stack(self, layer: Layer) -> list[Layer]:
        """The layers of a grammar, the base first.

        Raises:
            GrammarError: it extends a grammar that is not there, or in a circle itself.
        """
        stack = [layer]
        while stack[0] is not self.layers[BASE]:
            parent = self._parent(stack[0])
            if parent in stack:
                names = " -> ".join(one.name for one in [*reversed(stack), parent])
                raise GrammarError(
                    f"{_place_of_extends(stack[0])}: include loop: {names}; "
                    f"let one of them extend the base"
                )
            stack.insert(0, parent)
        return stack

    def _read(self, path: Path) -> Layer:
        """The grammar of a file that the caller names."""
        layer = read_layer(path, FILE, self.layers.get(path.stem))
        if layer.name == BASE:
            return self._same_base(layer)
        recogniser_of(layer)
        return layer

    def _same_base(self, layer: Layer) -> Layer:
        base = self.layers[BASE]
        if not base.path.samefile(layer.path):
            raise GrammarError(_no_other_base(layer.path))
        return base

    def _parent(self, layer: Layer) -> Layer:
        """The grammar that a layer extends; of its own name the one that it replaces."""
        name = extends(layer)
        parent = layer.replaces if name == layer.name else self.layers.get(name)
        if parent is not None:
            return parent
        place = _place_of_extends(layer)
        if name == layer.name:
            raise GrammarError(
                f"{place}: include loop: {name} -> {name}, as there is no other {name} that it "
                f"replaces; let it extend the base"
            )
        raise GrammarError(
            f"{place}: extends {name!r}, which is not there or broken; "
            f"there are: {', '.join(self.layers)}"
        )

    # ------------------------------------------------------------ filling

    def add(self, place: Place) -> None:
        """Add the grammars of a folder; they replace those of the same names."""
        for path in sorted(place.folder.glob(f"*{SUFFIX}")):
            try:
                self._add(read_layer(path, place.source, self.layers.get(path.stem)))
            except GrammarError as error:
                self.leave(path.stem, place.source, str(error))

    def _add(self, layer: Layer) -> None:
        if layer.name == BASE and BASE in self.layers:
            if not self.layers[BASE].path.samefile(layer.path):
                raise GrammarError(_no_other_base(layer.path))
            return
        recogniser = recogniser_of(layer)
        extends(layer)
        self.layers[layer.name] = layer
        self.recognisers.pop(layer.name, None)
        if recogniser:
            self.recognisers[layer.name] = recogniser
        self.broken = [
            one._replace(name=None) if one.name == layer.name else one for one in self.broken
        ]

    def leave(self, name: str | None, source: str, message: str) -> None:
        """Leave something out, with the reason."""
        self.broken.append(Broken(name if name != BASE else None, source, message))

    def leave_unstackable(self) -> None:
        """Leave out the grammars that extend what is not there, or each other in a circle."""
        unstackable = []
        for layer in list(self.layers.values()):
            try:
                self.stack(layer)
            except GrammarError as error:
                self.leave(layer.name, layer.source, str(error))
                unstackable.append(layer)
        for layer in unstackable:
            self._take_out(layer)

    def _take_out(self, layer: Layer) -> None:
        """Take a layer out; what it replaced is there again."""
        del self.layers[layer.name]
        self.recognisers.pop(layer.name, None)
        recogniser = recogniser_of(layer.replaces) if layer.replaces else None
        if layer.replaces:
            self.layers[layer.name] = layer.replaces
        if recogniser:
            self.recognisers[layer.name] = recogniser


def _no_other_base(path: Path) -> str:
    return (
        f"{path}: the base cannot be replaced; name the file otherwise: "
        f"what it adds with %extend and %override stands on the base"
    )


# ---------------------------------------------------------------- one file


def read_layer(path: Path, source: str, replaces: Layer | None = None) -> Layer:
    """Read a grammar's file.

    Raises:
        GrammarError: it cannot be read, or is no text.
    """
    try:
        return Layer(path.stem, path, path.read_text("utf-8-sig"), source, replaces)
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise GrammarError(f"{path}:{line}: no UTF-8 text; save the file as UTF-8") from error
    except OSError as error:
        raise GrammarError(f"{path}: {error.strerror or error}") from error


def extends(layer: Layer) -> str:
    """The name of the grammar that a layer says it extends (``// extends: NAME``), or the base.

    Raises:
        GrammarError: the line stands below the comments at the top, or names nothing.
    """
    match = _extends(layer)
    if match is None:
        return BASE
    head = re.match(_HEAD, layer.text)
    if head is None or match.start() >= head.end():
        raise GrammarError(
            f"{layer.place(match.start())}: `// extends:` must stand in the comments at the top"
        )
    if not match["name"]:
        raise GrammarError(f"{layer.place(match.start())}: `// extends:` names no grammar")
    return match["name"]


def _extends(layer: Layer) -> re.Match[str] | None:
    return re.search(_EXTENDS, layer.text) if "extends:" in layer.text else None


def _place_of_extends(layer: Layer) -> str:
    match = _extends(layer)
    return layer.place(match.start() if match else 0)


@define(eq=False)
class Recogniser:
    """The expressions of RECOGNISED_BY, one of which a trustee's documents have.

    Expressions on their own are found faster than one with alternatives, most of all where
    they begin with plain words.
    """

    expressions: tuple[re.Pattern[str], ...]

    def search(self, text: str) -> re.Match[str] | None:
        """Where the first of the expressions that a text has stands, or None."""
        return next(filter(None, (one.search(text) for one in self.expressions)), None)


def recogniser_text(layer: Layer) -> str | None:
    """The expressions of RECOGNISED_BY as they are written, on one line."""
    match = _RECOGNISER.search(layer.text)
    return " | ".join(one[0] for one in _EXPRESSION.finditer(match["all"])) if match else None


def without_recogniser(text: str) -> str:
    """A grammar's text with blank lines for RECOGNISED_BY: a stack has only its top's."""
    return _RECOGNISER.sub(lambda match: "\n" * match[0].count("\n"), text)


def recogniser_of(layer: Layer) -> Recogniser | None:
    """What recognises a trustee's documents, or None without it.

    Raises:
        GrammarError: it is no regular expression between slashes, or finds nothing at all.
    """
    if "RECOGNISED_BY" not in layer.text:
        return None
    match = _RECOGNISER.search(layer.text)
    if match is None:
        name = re.search(_RECOGNISER_NAME, layer.text)
        if name is None:
            return None
        raise GrammarError(
            f"{layer.place(name.start())}: RECOGNISED_BY must be a regular expression between "
            f"slashes, or several with | between them, such as RECOGNISED_BY: /Elm Trust Company/"
        )
    place = layer.place(match.start())
    return Recogniser(tuple(_compiled(one, place) for one in _EXPRESSION.finditer(match["all"])))


def _compiled(written: re.Match[str], place: str) -> re.Pattern[str]:
    flags = functools.reduce(
        lambda all_, one: all_ | re.RegexFlag[one.upper()], written["flags"], 0
    )
    try:
        expression = re.compile(written["regex"], flags)
    except re.error as error:
        raise GrammarError(f"{place}: RECOGNISED_BY is no regular expression: {error}") from error
    if expression.search(""):
        raise GrammarError(
            f"{place}: RECOGNISED_BY finds its mark in every text; "
            f"let it want what only this trustee prints"
        )
    return expression


# ---------------------------------------------------------------- places


def shipped_folder() -> Path:
    """Where the package's grammars lie: in the installed package, else in the checkout."""
    inside = Path(__file__).parent / "grammars"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "grammars"


@functools.cache
def shipped() -> Library:
    """The package's own grammars.

    Raises:
        GrammarError: there is no base.
    """
    library = Library()
    library.add(Place(shipped_folder(), SHIPPED))
    if BASE not in library.layers:
        raise GrammarError(f"{shipped_folder()}: no {BASE}{SUFFIX} that can be read")
    library.leave_unstackable()
    return library


def user_folder() -> Path | None:
    """The folder of the user's grammars, which need not be there."""
    try:
        home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    except RuntimeError:  # a user without a home
        return None
    return home / "trusteereport" / "grammars"


_added: ContextVar[tuple[str, ...]] = ContextVar("folders added by the caller", default=())


@contextlib.contextmanager
def adding(folders: Iterable[str | Path]) -> Iterator[None]:
    """Look for grammars in these folders too, as long as the context lasts.

    Raises:
        GrammarError: a folder is not there.
    """
    named = tuple(str(folder) for folder in folders)
    for folder in named:
        if not Path(folder).is_dir():
            raise GrammarError(_no_folder(folder))
    token = _added.set((*_added.get(), *named))
    try:
        yield
    finally:
        _added.reset(token)


def _no_folder(folder: str) -> str:
    if Path(folder).exists():
        return f"{folder} is a file; name the folder that holds the .lark files"
    return f"{folder}: no such folder of grammars"


def all_known() -> Library:
    """The grammars of all places; read once for the same places."""
    return _all_known(_added.get(), os.environ.get(VARIABLE, ""), user_folder(), tuple(sys.path))


@functools.lru_cache(maxsize=8)
def _all_known(
    added: tuple[str, ...], variable: str, user: Path | None, installed: tuple[str, ...]
) -> Library:
    own = shipped()
    library = Library(dict(own.layers), dict(own.recognisers), list(own.broken))
    if has_entry_points(installed):
        _add_installed(library)
    if user is not None:
        library.add(Place(user, USER_FOLDER))
    for folder in filter(None, variable.split(os.pathsep)):
        if Path(folder).is_dir():
            library.add(Place(Path(folder), VARIABLE))
        else:
            library.leave(None, VARIABLE, f"{VARIABLE}: {_no_folder(folder)}")
    for folder in added:
        library.add(Place(Path(folder), OPTION))
    library.leave_unstackable()
    return library


# ---------------------------------------------------------------- installed packages


def has_entry_points(folders: Iterable[str]) -> bool:
    """Whether some package installed in these folders may have grammars.

    importlib.metadata takes ten times as long to import as all this, and nearly nobody has
    such a package: so its files are looked into first.
    """
    group = f"[{ENTRY_POINTS}]".encode()
    return any(group in text for folder in folders for text in _entry_point_files(folder))


def _entry_point_files(folder: str) -> Iterator[bytes]:
    try:
        with os.scandir(folder or ".") as entries:
            names = [one.path for one in entries if one.name.endswith((".dist-info", ".egg-info"))]
    except OSError:
        return
    for name in names:
        try:
            yield Path(name, "entry_points.txt").read_bytes()
        except OSError:
            continue


def _add_installed(library: Library) -> None:
    from importlib.metadata import entry_points  # noqa: PLC0415  # takes 30 ms

    found = sorted(entry_points(group=ENTRY_POINTS), key=lambda one: (one.name, one.value))
    for point in found:
        source = f"package {point.dist.name}" if point.dist else f"entry point {point.name}"
        try:
            folder = _folder_of(point.module)
        except GrammarError as error:
            library.leave(point.name, source, f"{source}: {error}")
        else:
            library.add(Place(folder, source))


def _folder_of(module: str) -> Path:
    """The folder of an installed package or module, which is not imported for it."""
    from importlib.util import find_spec  # noqa: PLC0415  # the same

    try:
        spec = find_spec(module)
    except Exception as error:  # the code of a package that contains the module may do anything
        raise GrammarError(f"cannot find {module!r}: {error}") from error
    if spec is None:
        raise GrammarError(f"its entry point names {module!r}, which is not installed")
    places = list(spec.submodule_search_locations or [str(Path(spec.origin or "").parent)])
    folders = [Path(place) for place in places if any(Path(place).glob(f"*{SUFFIX}"))]
    if not folders:
        raise GrammarError(f"the folder of {module!r} holds no {SUFFIX} file")
    return folders[0]
