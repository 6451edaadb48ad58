"""A table of names, each with whose it is, and what a careful reader would say that it holds.

Written by hand from the vocabulary of shops, clinics, call centres, ride hailing, schools, voice assistants and, for
the names that hold nothing personal, compilers, servers, plots and tests. An entry is `owner.name`, where the owner is
a variable, class or table, or a name that stands alone. Nine of ten must be found, fewer than one of twenty wrongly.
"""

from __future__ import annotations

import pytest

from piilint.identify.evidence import Weigher
from piilint.rulebook import load_rulebook
from piilint.terms.names import NameMatcher

PERSONAL = {
    "location.precise": """
        latitude; longitude; gps_coordinates; homeLatitude; user.location; rider.position; pickup_lat;
        dropoff_lng; driver.lat; last_known_location; geohash; device_location; courier.lng; Clip.latitude;
        current_latitude; gps_position; customer.coords
    """,
    "location.coarse": """
        customer.city; user_country; patient.state; city_of_residence; employee.country; place_of_birth
    """,
    "address.postal": """
        home_address; shippingAddress; street_address; full_address; zip_code; zipcode; postcode;
        address_line_1; billing_address; customer.address; patient.street; house_number; apartment_no;
        mailing_address; delivery_address; postal_code; employee.addr
    """,
    "contact.phone": """
        phone; phone_number; mobile_number; msisdn; cellphone; home_phone; customerPhone; phone_e164;
        whatsapp_number; customer.mobile; telephone; caller_number; callee_number; fax_number; contact_number;
        work_phone; phone_numbers; patient.cell; phone1
    """,
    "contact.email": """
        email; email_address; userEmail; recovery_email; customer_email; emails; submitter_email; e_mail;
        email_id; Email Address; customer.mail; work_email; owner_email; billing_email; get_email;
        email_normalized
    """,
    "contacts.address_book": """
        contacts; address_book; phonebook; emergency_contact; imported_contacts; contact_name; next_of_kin
    """,
    "identity.name": """
        first_name; lastName; surname; customer.name; patient_name; Customer.name; employee.full_name;
        maiden_name; given_name; family_name; user_profile.display_name; passenger.name; students.name;
        caller_name; legal_name; speaker.name; FirstName; rider_name; name_of_customer
    """,
    "account.id": """
        user_id; customer_id; account_number; username; login_name; patient_id; household_id; memberNumber;
        user.id; customer.uuid; employee_number; subscriber_id; user_uuid; patient.id; user_ids
    """,
    "account.pseudonymous": """
        transcript_id; utterance_id; recording_ids; diagnosis_id; pseudonym
    """,
    "device.id": """
        device_id; serial_number; imei; mac_address; android_id; idfa; advertising_id; device.serial;
        deviceSerialNumber; iccid; device_uuid; Device.serial; push_token
    """,
    "device.owner": """
        device_owner; registered_owner; paired_account; household_members
    """,
    "voice.audio": """
        voice_recording; audio_url; call_recording; recording_path; wake_word_audio; utterance_audio; voicemail;
        voice_note; audio_clip_bytes; recording.url; utterance.audio; customer.recording
    """,
    "voice.transcript": """
        transcript; transcript_text; utterance; utterance_text; asr_hypothesis; nbest; voice_command;
        spoken_text; utterance.text; asr.text; transcription; user_utterance; Utterance.text
    """,
    "network.ip": """
        client_ip; ip_address; remote_addr; x_forwarded_for; last_login_ip; user.ip; ipv4_address; visitor_ip
    """,
    "gov.id": """
        ssn; social_security_number; passport_number; driver_license; drivers_license_number; tax_id;
        aadhaar_number; national_id; license_plate; applicant.passport; nino; voter_id
    """,
    "financial": """
        iban; credit_card_number; card_number; cvv; bank_account; routing_number; salary; credit_score;
        employee.income; account_balance; payroll; sort_code
    """,
    "health": """
        diagnosis; medical_history; blood_type; medications; allergies; prescription; mrn; icd_code; symptoms;
        patient.treatment; heart_rate; diagnoses
    """,
    "biometric": """
        face_embedding; voice_print; voiceprint; speaker_embedding; iris_scan; fingerprint_template;
        user.fingerprint
    """,
    "demographic.dob": """
        date_of_birth; dob; birth_date; birthdate; birthday; birthYear; user_dob
    """,
    "demographic.special": """
        gender; ethnicity; religion; sexual_orientation; marital_status; nationality; patient.age;
        applicant.race; user.sex
    """,
    "credential": """
        password; access_token; api_key; refresh_token; user.token; client_secret; passwd; otp; security_answer;
        new_password
    """,
    "content.message": """
        message_body; sms_text; chat_history; direct_message; email_body; inbox; sms.body; customer.notes;
        user.bio
    """,
    "content.photo": """
        photo; selfie; profile_picture; user.avatar; photo_url; headshot; profile_image_url; patient.picture
    """,
    "content.calendar": """
        calendar_event; meeting_attendees; appointment; meeting_title; user.calendar
    """,
    "behavior": """
        search_history; browsing_history; purchase_history; watch_history; customer.history
    """,
}

NOT_PERSONAL = """
    invoice_from_zipcode; invoice_address_from_tax_id; bill_from_address; invoice_from_tax_id;
    Membership.id; Invoice.additional_text;
    latency; plat; lateral; latest; flat; lat_ms; parser.position; cursor.position; token.pos;
    response.location; axes.coords; grid.lon_step; station.latitude;
    store_lat; parking_lot.longitude; Store.latitude; Restaurant.location; file.location; node.location;
    current_location; warehouse_location; bbox.lat;
    state; machine.state; job.state; region; cluster.region; timezone; country; session.state;
    socket.address; memory_address; bind_address; base_address; contract_address; server_address; address;
    street_view; company.address; office.address;
    zip; zip_file; zipped; status_code; address_family; code; instruction.address;
    phone_verified; phone_verified_at; is_phone_verified; phoneme; microphone; phone_country_code; phone_type;
    has_phone; phone_regex; validate_phone;
    table.cell; cell; battery_cell; headphones; phone_hash; num_phones; store.phone; Company.phone; phone_field;
    phone_length; smartphone;
    email_backend; email_template; email_sent; email_enabled; send_email; email_subject; email_host;
    email_count; email_status; email_verified_at; EMAIL_HOST;
    email_validator; email_domain; email_field; author_email; support_email; settings.from_email; email_hash;
    masked_email; email_form; email_message; emailed;
    contact_form; contact_page; last_contact_ts; contact; contacts_url; contact_us; contact_points;
    name; module.name; func.name; node.name; file.name; host.name; column.name; package.name; tag.name;
    event.name; table_name; filename; hostname; fullname;
    logger.name; self.fullname; class_name; display_name; Enum.name; test.name; key.name; product.name; first;
    last; first_item; namespace; rename; username_field;
    user_count; user_model; user_agent; account_status; uid; process.uid; id; node.id; order.id; client_id;
    user_type; user_settings; group_id; message_id;
    user_permissions; is_user; account; product_id; userland;
    device; device_type; device_count; device_map; torch.device; serial; serializer; serial_port;
    serial_version; dsn; sentry_dsn; mac; hmac; db.dsn;
    device_class; machine_id; certificate.serial; owner; repo.owner; file_owner; owner_class;
    voice; tts.voice; voice_id; text_to_speech; audio_format; audio_codec; sample_rate; audio_duration;
    recording_enabled; call_record; clip; audio; clip_path_effect;
    transcript_count; transcription_model; transcription_duration; transpiler; utterance_count; text;
    button.text; label.text; caption; node.text;
    ip_network; ip_version; ipython; server_ip; bind_ip; host.ip; ip; ip_whitelist; description; zipline;
    shipping;
    passport_auth; ssn_regex; pan; pan_gesture; tin; plate; license; license_text; sin; plate_carree;
    validate_ssn; ssn_masked; ssn_last4;
    card; card_layout; dashboard.card; routing; routing_key; balance; load_balancer; card_title; discard;
    ui.card; wages_tax_rate;
    health_check; healthy; is_healthy; treatment; ab_test.treatment; procedure; condition; patience;
    diagnostics; loss.weight; image.height;
    fingerprint; finding.fingerprint; ssl_fingerprint; browser.fingerprint; iris; mesh.face; facecolor;
    typeface; embedding; surface;
    birth_rate; age; cache.age; max_age; cookie.age; race; race_condition; sex_ratio; stage; page; message;
    engender;
    token; lexer.token; csrf_token; next_page_token; max_tokens; tokenizer; pin_memory; key; dict.key;
    password_min_length; passed; bypass; compass;
    password_validators; has_password; hashed_password; password_field; smtp_password; db.password;
    config.password; set_password; check_password;
    error.message; commit_message; log_message; message_type; message_queue; request.body; func.body; note;
    comment; body; exception.message;
    docker_image; image; tensor.image; avatar_size; favicon; picture_format; photo_count; photography;
    calendar; event; asyncio.event; event_loop; crontab; meeting; attendee_count; disappointment;
    history; shell.history; git_history; command_history; queries; migration.history; training_history; search;
    order_history_enabled;
"""


@pytest.fixture(scope="module")
def weigher() -> Weigher:
    return Weigher(NameMatcher(load_rulebook(()).data))


def pairs(text: str) -> list[tuple[str, str]]:
    """(owner, name) for each `owner.name` or `name`."""
    found = (entry.strip().rpartition(".") for entry in text.replace("\n", " ").split(";"))
    return [(owner, name) for owner, _, name in found if name]


def told(weigher: Weigher, owner: str, name: str) -> set[str]:
    return {clue.data for clue in weigher.clues(name, [owner] if owner else [])}


def test_the_table_is_large_and_has_no_name_twice() -> None:
    every = [pair for text in (*PERSONAL.values(), NOT_PERSONAL) for pair in pairs(text)]
    assert len(every) > 450
    assert len(every) == len(set(every))


def test_nine_of_ten_personal_names_are_found_as_what_they_are(weigher: Weigher) -> None:
    every = [(data, *pair) for data, text in PERSONAL.items() for pair in pairs(text)]
    missed = [f"{owner}.{name}" for data, owner, name in every if data not in told(weigher, owner, name)]
    assert len(missed) < len(every) * 0.1, missed


def test_fewer_than_one_of_twenty_other_names_is_taken_for_personal(weigher: Weigher) -> None:
    every = pairs(NOT_PERSONAL)
    wrong = [f"{owner}.{name}: {told(weigher, owner, name)}" for owner, name in every if told(weigher, owner, name)]
    assert len(wrong) < len(every) * 0.05, wrong
