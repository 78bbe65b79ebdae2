"""Which lines of a page are not the article: menus, share buttons, bylines, calls to subscribe.

Pure rules over single lines and sentences; they know no outlet, place or person.
"""

import re

_LONGEST_BOILERPLATE_LINE = 160

_LINE = re.compile(
    r"""^\W*(
    (leave|post|add|write)\s+(a|your)\s+(comment|reply).* | \d*\s*comments?(\s*\(\d+\))? | (be\ the\ first\ to|no)\s+comment.*
  | (you\ (may|might)\ also\ (like|enjoy|be\ interested.*)|related(\ (articles|stories|posts|news|topics|coverage|reading))?)
  | (more\ (from|on|in)\ .{1,60}|most\ (read|popular|viewed)|trending(\ now)?|editor.?s.?\ picks?|recommended(\ for\ you)?|up\ next)
  | (read|see|watch|listen)\ (more|also|next|full\ story)\b.* | (continue|keep)\ reading.* | click\ here.* | (see|view)\ (all|comments).*
  | (share|print|email|tweet|save|copy\ link|bookmark|subscribe|sign\ (up|in)|log\ ?in|register|menu|home|search|skip\ to\ .*)
  | share\ (this|on|via|article)\b.* | follow\ (us|me)\b.* | (like|join|find)\ us\ (on|at)\b.* | (advertisement|sponsored(\ content)?|advert|ad)
  | (subscribe|sign\ up)\ (to|for|now|today)\b.* | .*\b(our|the|free|daily|weekly)\ newsletter\b.* | (newsletter|contact\ us|about\ us)
  | (all\ rights\ reserved|copyright\b|©|\(c\)\s*\d{4}).* | .*all\ rights\ reserved\W*
  | (terms\ (of|and)\ .{1,40}|privacy\ policy|cookie\ (policy|settings)|accept\ (all\ )?cookies|we\ use\ cookies.*)
  | (photo|image|picture|photograph|file\ photo|illustration|credit|video|caption)s?\s*(credit\s*)?[:/].{0,120}
  | (tags?|filed\ under|categor(y|ies)|topics?|keywords?)\s*:.* | \d+\s*(min(ute)?s?)\s+read | (back\ to\ top|load\ more|show\ more)
  | (previous|next)(\ (article|post|story))?\b.{0,3}
    )\W*$""",
    re.IGNORECASE | re.VERBOSE,
)
_CALL = re.compile(
    r"""^\W*(?:please\ )?(
    (stay|keep)\ (informed|tuned|up\ to\ date)\b.*
  | (explore|browse|discover|check\ out|visit|read|see|follow|join|subscribe|download|support|share)\b[^.?!]{0,60}\b
        (our|us|your\ inbox|this\ article)\b.*
  | (sign\ up|subscribe|click|tap)\b\s+(to|for|here|now|below|today)\b.*
  | (do|don.?t|did)\s+(you\ )?(miss|forget)\b[^.?!]{0,60}\b(our|subscribe|newsletter|follow)\b.*
    )$""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)


def is_boilerplate_line(line: str) -> bool:
    """Whether a line of its own belongs to the page rather than to the article."""
    stripped = line.strip()
    return len(stripped) <= _LONGEST_BOILERPLATE_LINE and bool(_LINE.match(stripped))


def is_call_to_action(sentence: str) -> bool:
    """Whether a sentence speaks to the visitor of a site ("Explore our other articles …") and reports nothing."""
    return len(sentence) <= 2 * _LONGEST_BOILERPLATE_LINE and bool(_CALL.match(sentence))
