"""Words of English as programmers use them in names: what the name matcher knows of language, not of any library.

All are single tokens in lower case and in the singular. What is personal is not said here but in `rules/data/`.
"""

from __future__ import annotations

from collections.abc import Mapping


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


COMPOUNDS: Mapping[str, tuple[str, ...]] = {
    joined: tuple(apart.split())
    for joined, apart in {
        "latlng": "lat lng", "latlon": "lat lon", "latlong": "lat long", "lnglat": "lng lat", "lonlat": "lon lat",
        "zipcode": "zip code", "postcode": "post code", "postalcode": "postal code", "pincode": "pin code",
        "firstname": "first name", "lastname": "last name", "middlename": "middle name", "fullname": "full name",
        "displayname": "display name", "realname": "real name", "nickname": "nick name", "givenname": "given name",
        "familyname": "family name", "maidenname": "maiden name", "phonebook": "phone book",
        "phonenumber": "phone number", "phoneno": "phone no", "mobileno": "mobile no",
        "mobilenumber": "mobile number", "telephonenumber": "telephone number", "voiceprint": "voice print",
        "faceprint": "face print", "voicemail": "voice mail", "birthdate": "birth date", "birthday": "birth day",
        "birthyear": "birth year", "birthplace": "birth place", "dateofbirth": "date of birth",
        "hometown": "home town", "emailaddress": "email address", "ipaddress": "ip address", "ipaddr": "ip addr",
        "macaddress": "mac address", "macaddr": "mac addr", "userid": "user id", "uname": "uname",
        "streetname": "street name", "housenumber": "house number", "addressbook": "address book",
        "contactlist": "contact list", "serialnumber": "serial number", "deviceid": "device id",
        "accountnumber": "account number", "cardnumber": "card number", "apikey": "api key", "adminkey": "admin key",
        "authtoken": "auth token", "accesstoken": "access token", "wakeword": "wake word", "geopoint": "geo point",
        "geolocation": "geo location", "useragent": "user agent", "filename": "file name", "hostname": "host name",
        "timezone": "time zone", "cellphone": "cell phone", "homephone": "home phone", "workphone": "work phone",
        "mobilephone": "mobile phone", "driverlicense": "driver license", "bloodtype": "blood type",
        "headshot": "head shot", "userprofile": "user profile", "pathname": "path name", "codename": "code name",
        "classname": "class name", "tablename": "table name", "remoteaddr": "remote addr",
    }.items()
}  # fmt: skip
"""Words that are written together, and how they read apart."""

SINGULAR_EXCEPTIONS: Mapping[str, str] = {
    "people": "person", "persons": "person", "children": "child", "men": "man", "women": "woman",
    "addresses": "address", "statuses": "status", "diagnoses": "diagnosis", "analyses": "analysis",
    "hypotheses": "hypothesis", "wives": "wife", "irises": "iris", "aliases": "alias", "biases": "bias",
    "buses": "bus", "indices": "index", "vertices": "vertex", "series": "series", "species": "species",
    "news": "news", "movies": "movie", "cookies": "cookie", "selfies": "selfie", "caches": "cache", "axes": "axis",
    "yes": "yes", "gps": "gps", "dns": "dns", "sms": "sms", "https": "https", "ios": "ios", "aws": "aws", "os": "os",
    "tls": "tls", "cors": "cors", "kms": "kms", "css": "css", "js": "js", "dbs": "db", "has": "has", "was": "was",
    "as": "as", "this": "this", "its": "its", "his": "his", "canvas": "canvas", "alias": "alias", "lens": "lens",
    "atlas": "atlas", "bias": "bias", "gas": "gas", "previous": "previous", "vitals": "vital",
    "whereabouts": "whereabouts", "mms": "mms", "rss": "rss", "nhs": "nhs", "wages": "wage", "images": "image",
    "invoices": "invoice", "devices": "device", "biometrics": "biometrics", "initials": "initial",
}  # fmt: skip
"""Plurals that no rule yields, and words that only look like plurals."""

PERSONS = _words("""
    user usr customer cust patient subscriber passenger rider employee person contact guest applicant speaker
    student doctor nurse teacher citizen resident borrower buyer shopper donor staff colleague recipient attendee
    cardholder beneficiary spouse husband wife mother father caregiver guardian witness suspect victim defendant
    voter traveler traveller learner pupil prospect insured claimant human individual salesperson courier cyclist
    trainee intern freelancer physician therapist dependent dependant friend consignee purchaser householder
    homeowner contractor respondent invitee man woman someone somebody personal
""")
"""Words for somebody: what such an owner is called, where it lives, is personal."""

WEAK_PERSONS = _words("""
    parent child member visitor worker owner subject author agent driver holder reader viewer profile account
    candidate caller callee client tenant sender participant consumer player lead operator requester creator
    assignee reporter editor approver signer insider partner admin moderator winner me identity
""")
"""Words that mean somebody, or just as well a node, a process or a role."""

MATTERS = _words("""
    appointment booking reservation ticket order enquiry inquiry complaint rsvp registration enrolment enrollment signup
    submission feedback testimonial claim referral visit checkin admission delivery shipment parcel donation pledge
    subscription invitation invite consultation prescription rental purchase sale checkout waitlist membership
    petition callback signature
""")
"""What somebody asks for, sends in or is booked for: a `name` beside a telephone number or an e-mail address is that
person's."""

DENIED_OWNERS = _words("""
    node token lexer cursor socket memory elf server host setting config configuration module func function logger
    tts torch loader build release metric grid axis tensor shape url uri view page template form table column enum
    class cls job queue exception err error commit cookie cache package file path dir directory field attr attribute
    param parameter arg argument option type model layer plugin command cmd task event signal tag branch repo
    repository project test suite method stmt expr symbol variable var element widget button label menu icon color
    font style theme route endpoint header schema index key thread process kernel instruction operator opcode figure
    plot chart dataset tokenizer parser printer writer codec stream buffer handler manager factory registry scope
    namespace permission role group team product category rule policy migration version dependency requirement
    library spec blueprint graph edge vertex sprite scene mesh texture ast dtype sheet cell workflow pipeline stage
    step state transition action trigger resource bucket cluster pod container image service app application
    extension addon feature flag
""")
"""Owners whose `name`, `id` or `text` says nothing about a person."""

PLACES = _words("""
    store station shop branch office warehouse restaurant business company venue hotel parking lot depot site
    airport facility clinic hospital pharmacy school university college organisation organization org corporation
    merchant vendor supplier manufacturer retailer distributor headquarters hq region place poi landmark building
    terminal dealership dealer charger kiosk map tile viewport marker center centre centroid bbox grid city country
    state county town village port outlet plant factory library museum park beach stop waypoint geofence cinema bank
    agency department employer sensor antenna tower satellite aircraft earthquake weather storm spot
    room hall auditorium theater theatre stadium arena campus laboratory institute institution affiliation
""")
"""Owners that are a business or a place: their coordinates, addresses and telephones are nobody's."""

ORGANISATIONS = _words("""
    organizer organiser workspace franchise chain municipality council ministry authority enterprise
    firm brand foundation association club society
""")
"""More of whom a thing may be without being a person's; as the owner of a name they say nothing."""

ISSUING = frozenset({
    ("invoice", "from"), ("invoiced", "from"), ("bill", "from"), ("billed", "from"), ("ship", "from"),
    ("shipped", "from"), ("address", "from"), ("sold", "by"), ("issued", "by"),
})  # fmt: skip
"""Of a business that sells: whose address stands there is no person."""

MACHINES = _words("""
    server host config configuration setting db database smtp imap pop3 ldap redis broker connection conn proxy url
    uri dsn bucket cluster mysql postgres postgresql mongo ftp sftp ssh amqp rabbitmq kafka elasticsearch admin root
    system service node pod instance interface router switch gateway loadbalancer nameserver dns bind listen socket
    daemon cache registry docker keystore truststore cert certificate tls ssl jdbc odbc dbapi backend engine repo
    git vault master slave replica bot robot
""")
"""Owners that are a machine or its settings: their passwords, log-ins and network addresses are nobody's."""

SETTINGS = _words("config configuration setting configparser cfg conf")
"""What is set up there is how a program is to work: `config["vcard"]` are no cards."""

ANY_NEGATORS = _words("""
    hash hashed hasher masked redacted anonymized anonymised encrypted encryption obfuscated last4 rounded truncated
    scrubbed sanitized sanitised regex regexp pseudonymized pseudonymised tokenized template placeholder validator
    validation serializer deserializer dummy sha256 md5 digest checksum
""")
"""Wherever one stands in a name, the value is no plain personal datum."""

HEAD_NEGATORS = _words("""
    is are was has have had can could should shall must will would did does do not no non num nb min max avg mean
    total count send validate mask redact parse set check update delete remove create make build verify encrypt
    decrypt hash normalize normalise format hide show enable disable allow deny require skip ignore include exclude
    use uses using need needs want supports support test assert mock fake convert encode decode serialize
    deserialize register confirm reset change generate compute calculate handle process on before after post print
    log write save upload render draw plot sort sorted filter group compare match contains invalid missing without
    unique duplicate unknown add append insert drop clear strip anonymize anonymise scrub sanitize sanitise
    obfuscate randomize random guess detect extract export import ask prompt notify invite subscribe unsubscribe
    publish with
""")
"""As the first word it makes the name a question, an amount or a deed."""

NEUTRAL_BEFORE = _words("""
    get fetch load read lookup find resolve retrieve input raw new old current default primary secondary home work
    other my the his her their our your last first next previous latest earliest actual real full complete exact
    known final initial start starting end ending origin destination from to in out begin stop via main alternate
    alternative alt own selected given entered provided submitted updated original formatted normalized normalised
    clean cleaned tmp temp this that self single all some each any preferred permanent temporary public private
    shared saved stored local legal official additional extra pickup dropoff target display expected found matched
    right left a an b x y maybe opt recent past future estimated approx approximate
""")
"""May stand before a word without changing what it says."""

NEUTRAL_AFTER = _words("""
    usd eur gbp amount segment chunk decimal float number no byte list text str string value val raw input datum
    data e164 norm normalized normalised formatted display clean cleaned new old current obj object item set dict
    map json csv copy entry info detail line lines 1 2 3 4 5 first last all array arr tuple seq vec vector col
    series df frame result res out output full complete en final original digit lower upper html xml markdown bytes
    blob content temp tmp history deg degree rad e6 e7 micro plain only local remote iso utf8 unicode
""")
"""May stand after a word without changing what it says."""

IDS = _words("id uuid guid pk ref oid")
"""As the last word after another datum: a row's number that stands for that datum."""

TAILS = NEUTRAL_BEFORE | NEUTRAL_AFTER | PERSONS | WEAK_PERSONS | IDS
"""May follow the word that is personal. Any other word makes the name mean something about the datum, or another thing
altogether: `email_template`, `phone_verified`, `email_box_user`."""

PREPOSITIONS = _words("of for")
"""What follows says whose it is: `phone_of_customer`."""

OWNER_SUFFIXES = _words("""
    profile record row dict data datum info information obj object model entity dto detail json payload item
    instance entry list set queryset qs df frame form serializer schema admin view response result out in base mixin
    document doc map account tuple struct resource orm db table read create update public private card summary page
    type input output request body inline filter viewset context ctx d r rec 1 2 3
""")
"""Stripped from the end of an owner's name, so that `CustomerSerializer`, `user_row`, `PatientRecord` are somebody."""

KINDS = frozenset({("data", "type"), ("field", "type"), ("item", "type"), ("column", "type")})
"""Of these the last word is no way of keeping somebody's data: `PersonalDataType` is a kind of data."""

JOINERS = _words("or and n slash with plus")
"""Between two words they say that both are meant."""

LINKS = _words("by per keyed grouped sorted ordered")
"""What follows is how a collection is ordered, not what it holds: `names_by_id`."""

ABOUT_DATA = _words("""
    error label placeholder widget validator header column title choice option permission tooltip description
    translation help counter stat verbose caption field index message schema mapping template pattern regex rule
    serializer
""")
"""Owners that hold texts or objects about data, not the data: `errors["email"]`."""

FIELDS = _words("""
    entry field input edit box var le txt tb ent edt inp textbox lineedit textedit combo combobox widget textinput spin
    spinbox strvar line ctrl
""")
"""What the fields of a window are called beside what they ask for: `email_entry`, `txt_phone`."""

GLUED = ("lineedit", "textbox", "entry", "field", "input", "edit", "box", "var", "txt")
"""Those that are written together with it: `emailfield`."""

WINDOWS = _words("""
    window dialog frame form page screen panel widget tab app view gui ui popup add edit editor entry manager
""")
"""What a window is, after whose it is: `CustomerDialog`."""

MAKING = _words("generate create make new issue")
"""Verbs of calls that make something new."""

CODES = _words("secret token signature nonce otp")
"""What, when a call makes it, shows nothing of the call's arguments."""

TAKING_OUT = _words("pop remove discard delete evict invalidate expire unregister unsubscribe unlink forget revoke")
"""Verbs of methods that end what a key stands for: the object keeps nothing of it."""

HANDING_ON = _words("""
log debug info warn warning error notify send emit publish dispatch trigger report announce broadcast
""")
"""Methods that are called after what they do elsewhere with what they are given: their object does not keep it."""

FINDING = _words("find fetch get load lookup query retrieve resolve search select")
"""Verbs of calls that find something by a key."""

PASSAGES = OWNER_SUFFIXES - {"request", "account", "summary", "page", "context"} | _words("""
    get first last one all filter select query fetch scalar execute value find search where order limit join cleaned
    validated initial current load lookup retrieve by only latest active earliest many session objects create save
    mapping copy exclude distinct options related prefetch iterator head tail sample loc iloc at to next pop
""")
"""Names of attributes and methods that lead to the thing itself, not to another one: `rows.first()`."""

TRANSLATORS = frozenset({
    "_", "N_", "L_", "gettext", "lazy_gettext", "gettext_lazy", "gettext_noop", "ugettext", "ugettext_lazy", "pgettext",
    "pgettext_lazy", "ngettext", "ngettext_lazy", "npgettext", "trans", "translate",
})  # fmt: skip
"""What puts a constant text into another language."""
