"""Countries and what is of them: "Iran" and "Iranian" answer the same question.

Those of which news tells often; a demonym of two countries ("Congolese"), or of a country that is
also something else ("Georgian", of the state), is left out.
"""

from __future__ import annotations


def country_of(demonym: str) -> str:
    """The country of what is of it: "Iran" of "Iranian"; "" of anything else."""
    return _COUNTRIES.get(demonym.lower().removeprefix("the "), "")


_COUNTRIES = {
    demonym.lower().replace("_", " "): country.replace("_", " ")
    for demonym, _, country in (
        pair.partition("=")
        for pair in """Afghan=Afghanistan Albanian=Albania Algerian=Algeria American=America
    Angolan=Angola
    Argentinian=Argentina Argentine=Argentina Armenian=Armenia Australian=Australia
    Austrian=Austria Azerbaijani=Azerbaijan Bahraini=Bahrain Bangladeshi=Bangladesh
    Belarusian=Belarus Belgian=Belgium Bolivian=Bolivia Bosnian=Bosnia Brazilian=Brazil
    British=Britain Bulgarian=Bulgaria Cambodian=Cambodia Cameroonian=Cameroon Canadian=Canada
    Chilean=Chile Chinese=China Colombian=Colombia Costa_Rican=Costa_Rica Croatian=Croatia
    Cuban=Cuba Cypriot=Cyprus Czech=the_Czech_Republic Danish=Denmark
    Dominican=the_Dominican_Republic Ecuadorian=Ecuador Egyptian=Egypt Salvadoran=El_Salvador
    English=England Eritrean=Eritrea Estonian=Estonia Ethiopian=Ethiopia Finnish=Finland
    French=France German=Germany Ghanaian=Ghana Greek=Greece Guatemalan=Guatemala Haitian=Haiti
    Honduran=Honduras Hungarian=Hungary Icelandic=Iceland Indian=India Indonesian=Indonesia
    Iranian=Iran Iraqi=Iraq Irish=Ireland Israeli=Israel Italian=Italy Ivorian=Ivory_Coast
    Jamaican=Jamaica Japanese=Japan Jordanian=Jordan Kazakh=Kazakhstan Kenyan=Kenya
    Kuwaiti=Kuwait Latvian=Latvia Lebanese=Lebanon Liberian=Liberia Libyan=Libya
    Lithuanian=Lithuania Macedonian=Macedonia Malagasy=Madagascar Malaysian=Malaysia Malian=Mali
    Maltese=Malta Mauritanian=Mauritania Mexican=Mexico Moldovan=Moldova Mongolian=Mongolia
    Moroccan=Morocco Mozambican=Mozambique Burmese=Myanmar Namibian=Namibia Nepalese=Nepal
    Dutch=the_Netherlands Nicaraguan=Nicaragua Nigerian=Nigeria North_Korean=North_Korea
    Norwegian=Norway Omani=Oman Pakistani=Pakistan Palestinian=Palestine Panamanian=Panama
    Paraguayan=Paraguay Peruvian=Peru Filipino=the_Philippines Philippine=the_Philippines
    Polish=Poland Portuguese=Portugal Qatari=Qatar Romanian=Romania Russian=Russia
    Rwandan=Rwanda Samoan=Samoa Saudi=Saudi_Arabia Scottish=Scotland Senegalese=Senegal
    Serbian=Serbia Singaporean=Singapore Slovakian=Slovakia Slovenian=Slovenia Somalian=Somalia
    South_African=South_Africa South_Korean=South_Korea Spanish=Spain Sri_Lankan=Sri_Lanka
    Sudanese=Sudan Swedish=Sweden Swiss=Switzerland Syrian=Syria Taiwanese=Taiwan
    Tanzanian=Tanzania Thai=Thailand Tongan=Tonga Tunisian=Tunisia Turkish=Turkey
    Emirati=the_UAE Ugandan=Uganda Ukrainian=Ukraine Uruguayan=Uruguay Uzbek=Uzbekistan
    Venezuelan=Venezuela Vietnamese=Vietnam Welsh=Wales Yemeni=Yemen Zambian=Zambia
    Zimbabwean=Zimbabwe""".split()
    )
}
