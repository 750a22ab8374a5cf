"""
What each metric of the recruitment and force files counts: definitions that must not be mixed.
"""

Label = tuple[str | None, ...]

# Metric as printed -> what is counted, over which window, where (None: the whole country).
RECRUITS: dict[str, Label] = {
    "contracts per day": ("contracts", "day", None),
    "contracts signed in a quarter": ("contracts", "quarter", None),
    "contracts signed in a half-year": ("contracts", "half_year", None),
    "contracts signed in a year": ("contracts", "year", None),
    "contracts signed so far in the year": ("contracts", "year_to_date", None),
    "contracts signed in Moscow city": ("contracts", "year_to_date", "Moscow"),
    "federal bonus recipients in a quarter": ("federal_bonus", "quarter", None),
    "federal bonus recipients in a half-year": ("federal_bonus", "half_year", None),
    "recruited per month": ("arrivals", "month", None),
    "recruited per month (official Ukrainian and US estimate)": ("arrivals", "month", None),
    "recruited in a year": ("arrivals", "year", None),
    "planned recruits in a year": ("planned", "year", None),
    "planned contract recruits in a year": ("planned", "year", None),
    "federal signing bonus": ("signing_bonus", "none", None),
    "signing bonus, some recruits": ("signing_bonus", "none", None),
    "average regional sign-on bonus": ("signing_bonus", "none", "average of regions"),
    "regional bonus, Chuvashia": ("signing_bonus", "none", "Chuvashia"),
    "regional bonus, Moscow": ("signing_bonus", "none", "Moscow"),
    "regional bonus, Samara": ("signing_bonus", "none", "Samara"),
    "regional bonus, Tatarstan": ("signing_bonus", "none", "Tatarstan"),
    "federal spending on signing bonuses": ("bonus_spending", "quarter", None),
    "spending on signing bonuses": ("bonus_spending", "day", None),
    # As the published figures call them.
    "new soldiers recruited per month": ("arrivals", "month", None),
    "recruited per month (US/EU intelligence via WSJ)": ("arrivals", "month", None),
    "contracts signed in 2024 (Medvedev)": ("contracts", "year", None),
    "contracts signed in 2024 (Belousov)": ("contracts", "year", None),
    "contracts signed in 2024 (budget-based)": ("contracts", "year", None),
    "contracts signed in 2025 (Medvedev)": ("contracts", "year", None),
    "contracts signed H1 2025 (Medvedev)": ("contracts", "half_year", None),
    "contracts signed H1 2025 (regional budgets)": ("contracts", "half_year", None),
    "monthly contracts March-April 2025": ("contracts", "month", None),
    "daily contracts in Q4 2024": ("contracts", "day", None),
}

# Metric as printed -> what of the force it tells.
FORCES: dict[str, Label] = {
    "troops in the war": ("in_war",),
    "troops in the war zone": ("in_war",),
    "troops deployed for the war": ("in_war",),
    "troops deployed since invasion": ("in_war",),
    "initial invasion force": ("in_war",),
    "force on the front lines in Ukraine": ("front_line",),
    "front-line troop strength": ("front_line",),
    "troops in Ukraine, ground component": ("component",),
    "troops in occupied Ukraine incl. Crimea": ("component",),
    "Rosgvardia troops in occupied Ukraine": ("component",),
    "troops sent to Russia": ("sent",),
    "troops sent to Kursk": ("sent",),
    "additional troops sent": ("sent",),
    "third deployment planned": ("planned",),
    "planned builders and sappers": ("planned",),
    "net growth of the force": ("net_change",),
    "losses above recruitment in a month": ("net_change",),
    "losses in a month (General Staff)": ("losses",),
    "losses in a year (all)": ("losses",),
    "irrecoverable losses in a month": ("losses",),
    "killed in a month": ("losses",),
    "killed": ("losses",),
    "wounded": ("losses",),
    "casualties (killed and wounded)": ("losses",),
    "casualties admitted": ("losses",),
    "share of force killed or wounded": ("losses",),
    # As the published figures call them.
    "troops in and around Ukraine (Syrskyi)": ("in_war",),
    "troops engaged in Ukraine": ("front_line",),
    "troops on the front (Putin)": ("in_war",),
    "troops deployed in Kursk": ("component",),
    "active force goal": ("planned",),
}
