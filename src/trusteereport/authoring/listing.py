"""Which grammars there are, and the text of one with the origin of each line."""

from collections import Counter
from collections.abc import Sequence

from trusteereport import discovery, grammars
from trusteereport.authoring.text_table import text_table
from trusteereport.discovery import BASE, SHIPPED, Broken, GrammarError, Layer


def list_grammars() -> tuple[str, list[Broken]]:
    """A table of the grammars that are found, and what is broken.

    The grammars of others than the package are built for it.
    """
    found = discovery.all_known()
    for name, layer in found.layers.items():
        if layer.source != SHIPPED:
            _try_to_load(name)
    broken = grammars.broken()
    names = {one.name for one in broken if one.name}
    rows = [("name", "source", "extends", "recognises")]
    rows += [_listed(layer) for layer in found.layers.values() if layer.name not in names]
    return text_table(rows), broken


def _try_to_load(name: str) -> None:
    try:
        grammars.load(name)
    except GrammarError:
        return  # grammars.broken() has it


def _listed(layer: Layer) -> tuple[str, str, str, str]:
    source = layer.source
    if layer.replaces:
        source += f", replaces {layer.replaces.source}"
    if layer.name == BASE:
        return layer.name, source, "-", "what no other does"
    recognises = discovery.recogniser_text(layer) or "nothing: only by name"
    return layer.name, source, discovery.extends(layer), recognises


def show_grammar(name: str) -> str:
    """The stacked text of a grammar, each line with the file and line that it comes from.

    Raises:
        GrammarError: there is no such grammar, or what it extends is not there.
    """
    stack = grammars.stack_of(name)
    labels = _file_labels(stack)
    lines = [
        (f"{label}:{number}", line)
        for layer, label in zip(stack, labels, strict=True)
        for number, line in enumerate(layer.text.rstrip("\n").split("\n"), start=1)
    ]
    width = max(len(origin) for origin, _ in lines)
    files = (
        f"// {label}: {layer.path} ({layer.source})\n"
        for layer, label in zip(stack, labels, strict=True)
    )
    text = (f"{origin:{width}}  {line}".rstrip() + "\n" for origin, line in lines)
    return "".join([*files, *text])


def _file_labels(stack: Sequence[Layer]) -> list[str]:
    """The names of the files, or their paths where two have the same name."""
    names = Counter(layer.path.name for layer in stack)
    return [layer.path.name if names[layer.path.name] == 1 else str(layer.path) for layer in stack]
