"""The countries of the world in English, from the names that a French workbook gives them.

Countries of the same name in both languages are not listed, nor the parts of France, which La Poste serves.
"""

from __future__ import annotations

from relance_xl.domain.wording import folded

_NAMES = """
Afrique du Sud: South Africa
Albanie: Albania
Algérie: Algeria
Allemagne: Germany
Andorre: Andorra
Angleterre: England
Antigua-et-Barbuda: Antigua and Barbuda
Arabie saoudite: Saudi Arabia
Argentine: Argentina
Arménie: Armenia
Australie: Australia
Autriche: Austria
Azerbaïdjan: Azerbaijan
Bahreïn: Bahrain
Barbade: Barbados
Belgique: Belgium
Bénin: Benin
Bermudes: Bermuda
Bhoutan: Bhutan
Biélorussie: Belarus
Birmanie: Myanmar
Bolivie: Bolivia
Bosnie-Herzégovine: Bosnia and Herzegovina
Brésil: Brazil
Bulgarie: Bulgaria
Cambodge: Cambodia
Cameroun: Cameroon
Cap-Vert: Cape Verde
Centrafrique: Central African Republic
Chili: Chile
Chine: China
Chypre: Cyprus
Colombie: Colombia
Comores: Comoros
Corée du Nord: North Korea
Corée du Sud: South Korea
Corée: South Korea
Côte d'Ivoire: Ivory Coast
Croatie: Croatia
Danemark: Denmark
Dominique: Dominica
Écosse: Scotland
Égypte: Egypt
Émirats arabes unis: United Arab Emirates
Équateur: Ecuador
Érythrée: Eritrea
Espagne: Spain
Estonie: Estonia
États-Unis: United States of America
États-Unis d'Amérique: United States of America
Éthiopie: Ethiopia
Fidji: Fiji
Finlande: Finland
Gambie: Gambia
Géorgie: Georgia
Grèce: Greece
Grenade: Grenada
Grande-Bretagne: Great Britain
Groenland: Greenland
Guernesey: Guernsey
Guinée: Guinea
Guinée équatoriale: Equatorial Guinea
Guinée-Bissau: Guinea-Bissau
Haïti: Haiti
Hollande: Netherlands
Hongrie: Hungary
Île de Man: Isle of Man
Île Maurice: Mauritius
Îles Caïmans: Cayman Islands
Îles Féroé: Faroe Islands
Îles Marshall: Marshall Islands
Îles Salomon: Solomon Islands
Inde: India
Indonésie: Indonesia
Irak: Iraq
Irlande: Ireland
Irlande du Nord: Northern Ireland
Islande: Iceland
Israël: Israel
Italie: Italy
Jamaïque: Jamaica
Japon: Japan
Jordanie: Jordan
Kirghizistan: Kyrgyzstan
Koweït: Kuwait
Lettonie: Latvia
Liban: Lebanon
Libye: Libya
Lituanie: Lithuania
Macédoine du Nord: North Macedonia
Macédoine: North Macedonia
Malaisie: Malaysia
Malte: Malta
Maroc: Morocco
Maurice: Mauritius
Mauritanie: Mauritania
Mexique: Mexico
Micronésie: Micronesia
Moldavie: Moldova
Mongolie: Mongolia
Monténégro: Montenegro
Namibie: Namibia
Népal: Nepal
Norvège: Norway
Nouvelle-Zélande: New Zealand
Ouganda: Uganda
Ouzbékistan: Uzbekistan
Papouasie-Nouvelle-Guinée: Papua New Guinea
Pays de Galles: Wales
Pays-Bas: Netherlands
Pérou: Peru
Pologne: Poland
Porto Rico: Puerto Rico
République centrafricaine: Central African Republic
République démocratique du Congo: Democratic Republic of the Congo
République dominicaine: Dominican Republic
République tchèque: Czech Republic
Roumanie: Romania
Royaume-Uni: United Kingdom
Russie: Russia
Saint-Marin: San Marino
Saint-Siège: Holy See
Salvador: El Salvador
Sao Tomé-et-Principe: Sao Tome and Principe
Sénégal: Senegal
Serbie: Serbia
Singapour: Singapore
Slovaquie: Slovakia
Slovénie: Slovenia
Somalie: Somalia
Soudan: Sudan
Soudan du Sud: South Sudan
Suède: Sweden
Suisse: Switzerland
Syrie: Syria
Tadjikistan: Tajikistan
Taïwan: Taiwan
Tanzanie: Tanzania
Tchad: Chad
Tchéquie: Czech Republic
Thaïlande: Thailand
Timor oriental: East Timor
Trinité-et-Tobago: Trinidad and Tobago
Tunisie: Tunisia
Turkménistan: Turkmenistan
Turquie: Turkey
Vatican: Vatican City
Viêt Nam: Vietnam
Yémen: Yemen
Zambie: Zambia
"""


def country_in_english(name: str) -> str:
    """« United Kingdom » for « Royaume-Uni », whatever its case and accents; a name not listed as it stands."""
    return _ENGLISH.get(_key(name), name)


def _key(name: str) -> str:
    return folded(name).replace("-", " ")


_ENGLISH = {
    _key(french): english for french, _, english in (line.partition(": ") for line in _NAMES.strip().splitlines())
}
