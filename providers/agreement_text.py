"""The standard text of a data-processing agreement, which a region changes before offering it.

Dutch, whatever the language of the site: it is a legal paper. It follows what article 28(3) of the
General Data Protection Regulation asks of such an agreement.
"""

VERSION = "2026-1"

_TEXT = """\
Partijen
De gemeenten van {region} (verwerkingsverantwoordelijke) en {provider}, KvK-nummer {kvk_number} \
(verwerker), spreken het volgende af.

1. Onderwerp en duur
De verwerker verwerkt persoonsgegevens van inburgeraars voor zover dat nodig is om trajecten uit \
te voeren en daarover te rapporteren. De afspraken gelden zolang de verwerker voor de \
verwerkingsverantwoordelijke gegevens verwerkt.

2. Soort gegevens
Het gaat om een eigen kenmerk van de inburgeraar, leerroute, groep, niveau, start- en einddatum, \
aanwezigheid, voortgangsgesprekken en uitkomst. Namen en burgerservicenummers worden niet via \
Taalregie uitgewisseld.

3. Instructies
De verwerker verwerkt de gegevens alleen op schriftelijke instructie van de \
verwerkingsverantwoordelijke, waaronder deze afspraken, en niet voor eigen doelen.

4. Geheimhouding
Wie bij de verwerker toegang tot de gegevens heeft, is tot geheimhouding verplicht.

5. Beveiliging
De verwerker neemt passende technische en organisatorische maatregelen, waaronder \
tweestapsverificatie voor wie gegevens aanlevert, versleutelde verbindingen en toegang naar \
functie.

6. Subverwerkers
De verwerker schakelt alleen na schriftelijke toestemming een subverwerker in en legt deze \
dezelfde verplichtingen op.

7. Rechten van betrokkenen
De verwerker helpt de verwerkingsverantwoordelijke binnen vijf werkdagen bij verzoeken van \
inburgeraars om inzage, verbetering of verwijdering.

8. Datalekken
De verwerker meldt een inbreuk op de beveiliging zonder onredelijke vertraging, uiterlijk binnen \
24 uur nadat deze bekend is, met alles wat de verwerkingsverantwoordelijke voor een melding \
nodig heeft.

9. Teruggave en verwijdering
Na afloop geeft de verwerker de gegevens terug of verwijdert deze, naar keuze van de \
verwerkingsverantwoordelijke, tenzij een wet bewaring voorschrijft.

10. Controle
De verwerker stelt de informatie beschikbaar die nodig is om naleving aan te tonen en werkt mee \
aan een controle door de verwerkingsverantwoordelijke of een deskundige namens deze.
"""


def standard_text(*, region: str, provider: str, kvk_number: str) -> str:
    """The text with the names of both sides."""
    return _TEXT.format(region=region, provider=provider, kvk_number=kvk_number)
