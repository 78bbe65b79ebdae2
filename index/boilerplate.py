"""Which lines of a page are not the article: menus, share buttons, bylines, calls to subscribe.

Pure rules over single lines and sentences; they know no outlet, place or person.
"""

import re

_LONGEST_BOILERPLATE_LINE = 160

# What nothing but a page's furniture says, alone on its line.
_ALONE = re.compile(
    r"""^\W*(
    (leave|post|add|write)\s+(a|your)\s+(comment|reply)(\ (below|here))? | \d*\s*comments?(\s*\(\d+\))?
  | no\ comments?(\ yet)? | be\ the\ first\ to\ comment
  | related(\ (articles|stories|posts|news|topics|coverage|reading))?
  | (most\ (read|popular|viewed)|trending(\ now)?|editor.?s.?\ picks?|recommended(\ for\ you)?|up\ next)
  | (share|print|email|tweet|save|copy\ link|bookmark|subscribe|sign\ (up|in)|log\ ?in|register|menu|home|search)
  | (share|follow|like|join|find)\ (this(\ \w+)?|us)?\ ?(on|via|at)\ \w+
  | share\ (this|article)(\ (article|story|post|page))?
  | (advertisement|sponsored(\ content)?|advert|ad|newsletters?|contact\ us|about\ us|follow\ us|sign\ up\ now)
  | (terms\ (of|and)\ (use|service|sale|conditions)|privacy\ policy|cookie\ (policy|settings)) | accept\ (all\ )?cookies
  | ©.* | \(c\)\s*\d{4}.* | copyright\ (©|\(c\)|\d{4}|by\b).* | .*\ball\ rights\ reserved
  | (photo|image|picture|photograph|file\ photo|illustration|credit|video|caption)s?\s*(credit\s*)?[:/].{0,120}
  | (tags?|filed\ under|categor(y|ies)|topics?|keywords?)\s*:.* | \d+\s*(min(ute)?s?)\s+read
  | (back\ to\ top|load\ more|show\ more)
  | (previous|next)(\ (article|post|story))?
    )\W*$""",
    re.IGNORECASE | re.VERBOSE,
)
# Openings of links; a full stop at the end would make them a sentence of the article.
_LINK = re.compile(
    r"""^\W*(
    (leave|post|add|write)\s+(a|your)\s+(comment|reply)\b | be\ the\ first\ to\ comment\b | more\ (from|on|in)\b
  | (read|see|watch|listen)\ (more|also|next|full\ story)\b | (continue|keep)\ reading\b | (see|view)\ (all|comments)\b
  | skip\ to\b | share\ (this|on|via)\b | follow\ (us|me)\b | (like|join|find)\ us\ (on|at)\b
    )(?!.*\.$)""",
    re.IGNORECASE | re.VERBOSE,
)
# What speaks to the visitor of a site, be it a sentence or not.
_CALL = re.compile(
    r"""^\W*(?:please\ )?(
    (stay|keep)\ (informed|tuned|up\ to\ date)\b.* | click\ here\b.* | we\ use\ cookies\b.*
  | this\ (web)?site\ uses\ cookies\b.*
  | you\ (may|might)\ also\ (like|enjoy|be\ interested)\b.*
  | (explore|browse|discover|check\ out|visit|read|see|follow|join|subscribe|download|support|share)
        (\ (all|more|some|to|of|through|the|rest|out|on|with|and|follow|like|join))*
        \ (our|us\ (on|at|for)|your\ inbox|this\ article)\b.*
  | (sign\ up|subscribe|click|tap)\ (to|for|here|now|below|today)\b.*
  | (get|receive|have|join|try)\b[^.?!]{0,60}\bnewsletters?\b.* | (our|the)\ (free\ |daily\ |weekly\ )*newsletter
  | (do|don.?t|did)\s+(you\ )?(miss|forget)\b[^.?!]{0,60}\b(our|subscribe|newsletter|follow)\b.*
    )$""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
# Someone is quoted, or reported to have said it: then it belongs to the article, whatever it says.
_REPORTED = re.compile(
    r"^[“\"‘«]|\b(said|says|told|tells|asked|asks|urged|urges|added|adds|wrote|writes|warned|warns|replied|shouted|cried)\b"
)


def is_boilerplate_line(line: str) -> bool:
    """Whether a line of its own belongs to the page rather than to the article."""
    stripped = line.strip()
    if len(stripped) > _LONGEST_BOILERPLATE_LINE or _REPORTED.search(stripped):
        return False
    return bool(_ALONE.match(stripped) or _LINK.match(stripped) or _CALL.match(stripped))


def is_call_to_action(sentence: str) -> bool:
    """Whether a sentence speaks to the visitor of a site ("Explore our other articles …") and reports nothing."""
    if len(sentence) > 2 * _LONGEST_BOILERPLATE_LINE or _REPORTED.search(sentence):
        return False
    return bool(_CALL.match(sentence))
