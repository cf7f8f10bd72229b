"""One graduate as other systems are told of it: plain texts, codes with their zeros."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ExportedGraduate:
    """Every text is written as given; what the exporter may not see is blank."""

    full_name: str = ""
    birth: str = ""
    gender: str = ""
    ethnicity: str = ""
    birth_place: str = ""
    school: str = ""
    class_name: str = ""
    classification: str = ""
    graduated_in: str = ""
    register_number: str = ""
    moet_code: str = ""
    personal_id: str = ""
    residence: str = ""
    hamlet: str = ""
    commune: str = ""
    district: str = ""
    guardian: str = ""
    phone: str = ""
    priority: str = ""
    note: str = ""
    study_status: str = ""
    studying_at: str = ""
    blank: str = ""
