"""
What axe finds on a page, in the time that fifty pages leave.

Four fifths of axe's time go to the contrast of letters, and most letters of a page look alike.
So the rule of contrast sees three of each kind, and every other rule sees the page.
"""

from axe_playwright_python.sync_playwright import Axe

GRAVE = ("serious", "critical")
CONTRAST = "color-contrast"
NEVER_GRAVE = ("empty-table-header", "region")  # axe calls them minor and moderate, whatever it finds
FEW = {"resultTypes": ["violations"], "preload": False}  # it would fetch style sheets anew
ALL_BUT_CONTRAST = FEW | {"rules": {rule: {"enabled": False} for rule in (CONTRAST, *NEVER_GRAVE)}}
ONLY_CONTRAST = FEW | {"runOnly": [CONTRAST]}
ROWS = {"exclude": [["tbody tr:nth-child(n+31)"]]}  # the rows of a long table are alike
# A kind: colour, size, weight and shadow of the letters, and all that is painted or placed beneath them.
MARK_LETTERS = """() => {
    const grounds = new Map(), seen = new Map();
    const ofGround = ["backgroundColor", "backgroundImage", "opacity", "position"];
    const ofLetters = ["color", "fontSize", "fontWeight", "textShadow"];
    const told = (element, names) => names.map((name) => getComputedStyle(element)[name]).join(" ");
    const ground = (element) => {
        if (!element) return "";
        if (!grounds.has(element)) {
            const [above, here] = [ground(element.parentElement), told(element, ofGround)];
            grounds.set(element, above.endsWith(here) ? above : `${above}|${here}`);
        }
        return grounds.get(element);
    };
    for (const element of document.body.querySelectorAll("*")) {
        const hasLetters = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
        if (!hasLetters || !element.checkVisibility({ visibilityProperty: true })) continue;
        const kind = `${told(element, ofLetters)}|${ground(element)}`;
        seen.set(kind, (seen.get(kind) ?? 0) + 1);
        if (seen.get(kind) <= 3) element.dataset.axeLetters = "";
    }
    return seen.size;
}"""
LETTERS = {"include": [["[data-axe-letters]"]]}


def grave_findings(page: object) -> list[str]:
    """
    What axe calls serious or critical on the page as it stands.
    """
    found = _violations(page, ROWS, ALL_BUT_CONTRAST)
    if page.evaluate(MARK_LETTERS):
        found += _violations(page, LETTERS, ONLY_CONTRAST)
    return [
        f"{page.url}: {one['id']}: {node['html'][:120]}"
        for one in found
        if one["impact"] in GRAVE
        for node in one["nodes"]
    ]


def _violations(page: object, context: dict, options: dict) -> list[dict]:
    return Axe().run(page, context=context, options=options).response["violations"]
