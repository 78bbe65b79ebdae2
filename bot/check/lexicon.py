"""Closed lists of English words that the check leans on. Data only; no name of a person, place or body."""


def word_set(text: str) -> frozenset[str]:
    """The words of a text, parted by spaces."""
    return frozenset(text.split())


FUNCTION_WORDS = word_set(
    """a about above according across after again against ago all almost along already also although always am amid
    among amongst an and another any anyone anything are around as at away back be because been before behind
    being below between both but by can cannot could despite did do does doing done down due during each either
    else enough even ever every everyone everything few fewer first following for former from further had half
    has have having he her here hers herself him himself his how however i if in indeed inside instead into is
    it its itself just last late later least less like little made many may me meanwhile might mine more
    moreover most much must my near nearly neither never nevertheless no nobody none nor not nothing now of off
    often on once one only onto or other others our ours out outside over own per perhaps rather same several
    shall she should since so some someone something soon still such than that the their theirs them then there
    therefore these they this those though through throughout thus till to today together tomorrow too toward
    towards two three four five six seven eight nine ten eleven twelve under unless unlike until up upon us very
    was we well were what when where whereas whether which while who whoever whom whose why will with within
    without would yes yesterday yet you your"""
)
CLAUSE_OPENERS = word_set(
    "but and which who whom whose while whereas although though because when after before since until if"
)

# Common words that often open a news sentence, so that their capital is no sign of a name.
COMMON_OPENERS = word_set(
    """activists aid aides analysts authorities bankers campaigners children citizens civilians companies critics
    delegates delegations demonstrators diplomats doctors drivers engineers envoys experts exports families
    farmers fighters fighting firefighters forces hospitals houses imports inflation inspectors investigators
    investors journalists judges lawmakers lawyers leaders local members ministers mediators negotiations
    negotiators nurses observers officers officials opponents organisers owners parents passengers peace people
    police politicians prices prosecutors protesters rebels reporters rescuers researchers residents sales
    schools scientists security senators ships soldiers sources staff students supporters survivors talks
    teachers teams thieves trade travellers troops unemployment unions victims villagers voters witnesses women
    men workers"""
)

FORMS_OF_ADDRESS = word_set("mr mrs ms miss dr prof sir madam mme")
HONORIFICS = FORMS_OF_ADDRESS | word_set("st gen president prime minister king queen prince princess pope")

WEEKDAYS = word_set("monday tuesday wednesday thursday friday saturday sunday")

SAYING = {
    "say": "said says say saying",
    "tell": "told tells tell telling",
    "claim": "claimed claims claim claiming",
    "state": "stated states",
    "deny": "denied denies deny denying",
    "accuse": "accused accuses accuse accusing",
    "allege": "alleged alleges alleging",
    "insist": "insisted insists insisting",
    "warn": "warned warns warning",
    "argue": "argued argues arguing",
    "add": "added",
    "report": "reported reports",
    "describe": "described describes",
    "call": "called",
    "blame": "blamed blames blaming",
    "suggest": "suggested suggests",
    "believe": "believes believed",
    "write": "wrote writes",
    "explain": "explained explains",
    "predict": "predicted predicts",
    "estimate": "estimates",
    "note": "noted notes",
    "stress": "stressed stresses",
    "promise": "promised promises",
    "vow": "vowed vows",
    "ask": "asked asks asking",
    # These tell as a fact what follows them, so what they govern may be stated plainly.
    "announce": "announced announces",
    "confirm": "confirmed confirms",
    "admit": "admitted admits",
    "reveal": "revealed reveals",
}
SAYING_FORMS = {form: lemma for lemma, forms in SAYING.items() for form in forms.split()}
FACTIVE = word_set("announce confirm admit reveal add note promise vow deny ask")
INVERTED = word_set("say add write explain warn report argue insist note claim announce ask predict confirm state")

NOT_CONTENT = (
    FUNCTION_WORDS
    | frozenset(SAYING_FORMS)
    | word_set(
        """percent cent pct hundred thousand million billion trillion dozen dozens hundreds thousands millions thirteen
    fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
    roughly approximately exactly reportedly allegedly apparently possibly probably likely unlikely hardly
    barely scarcely ought expected second third fourth fifth sixth seventh eighth ninth tenth quarter quarters
    thirds fifths pm am s t d ll ve re"""
    )
)

_IRREGULAR = {
    "leave": "left", "meet": "met", "hold": "held", "begin": "began begun", "fall": "fell fallen", "rise": "rose risen",
    "win": "won", "lose": "lost", "buy": "bought", "sell": "sold", "build": "built", "send": "sent", "spend": "spent",
    "pay": "paid", "make": "made", "take": "took taken", "give": "gave given", "go": "went gone", "come": "came",
    "see": "saw seen", "know": "knew known", "think": "thought", "find": "found", "keep": "kept", "lead": "led",
    "run": "ran", "hide": "hid hidden", "break": "broke broken", "speak": "spoke spoken", "steal": "stole stolen",
    "choose": "chose chosen", "drive": "drove driven", "fly": "flew flown", "grow": "grew grown",
    "throw": "threw thrown",
    "shoot": "shot", "fight": "fought", "bring": "brought", "catch": "caught", "teach": "taught", "stand": "stood",
    "understand": "understood", "child": "children", "man": "men", "woman": "women", "person": "people persons",
    "sink": "sank sunk", "swim": "swam swum", "strike": "struck", "seek": "sought", "feel": "felt", "hear": "heard",
    "draw": "drew drawn", "wear": "wore worn", "die": "died dying dead", "bear": "born borne",
    "forbid": "forbade forbidden",
    "drop": "dropped", "withdraw": "withdrew withdrawn", "shake": "shook shaken", "sit": "sat", "sleep": "slept",
    "foot": "feet", "life": "lives", "wife": "wives", "lie": "lay lying", "agree": "agreed agreeing", "free": "freed",
    "flee": "fled", "rebuild": "rebuilt", "overthrow": "overthrew overthrown",
    "kilometre": "km kilometer kilometers kilometres",
}  # fmt: skip
IRREGULAR = {form: base for base, forms in _IRREGULAR.items() for form in forms.split()}
