"""The reasons why an import is not done before a person has said so (N-04)."""

from __future__ import annotations

from enum import StrEnum


class UpdateMotive(StrEnum):
    """Why a file is doubted once it is laid beside the workbook; the value is the `motif` of the contract."""

    OTHER_COMPANY = "autre_societe"
    NO_CUSTOMER_IN_COMMON = "aucun_client_commun"
    OLDER = "plus_ancien"
    NEWEST_ABSENT = "ligne_recente_absente"
    BEGINS_AFTER = "debute_apres"
    ONE_CUSTOMER = "un_seul_client"
    FEWER_ACCOUNTS = "comptes_en_moins"
    SHARE_SETTLED = "part_soldee"
    TWO_SPELLINGS = "deux_ecritures"
    REOPENED = "rouvertes"


ABOUT_SETTLING = frozenset({
    UpdateMotive.NO_CUSTOMER_IN_COMMON, UpdateMotive.NEWEST_ABSENT, UpdateMotive.BEGINS_AFTER,
    UpdateMotive.ONE_CUSTOMER, UpdateMotive.FEWER_ACCOUNTS, UpdateMotive.SHARE_SETTLED,
})  # fmt: skip
"""Those that « ce qui manque reste ouvert » answers: nothing is settled because it is absent."""
