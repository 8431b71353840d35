"""Types of the module synchrony; its docstrings say shapes and units."""

import os
from typing import Any, Literal, NamedTuple, Sequence, Union

import numpy
from numpy.typing import ArrayLike, NDArray

_Path = Union[str, "os.PathLike[str]"]
_Ecg = Union["Recording", str, "os.PathLike[str]"]
_Unit = Literal["mV", "uV", "V", "nV"]
_Names = Union[str, Sequence[str]]
_Recipe = Union[str, dict[str, Any]]

__version__: str
__all__: list[str]

class Error(Exception):
    what: str
    where: str
    got: str
    expected: str
    hint: str
    def __init__(
        self, message: str, what: str = "", where: str = "", got: str = "", expected: str = "", hint: str = ""
    ) -> None: ...

class InputError(Error, ValueError): ...
class UsageError(Error, ValueError): ...
class FileError(Error, OSError): ...
class RefusedError(Error): ...
class Cancelled(Error): ...

class Spectrogram(NamedTuple):
    magnitude_mv: NDArray[numpy.float32]
    frequencies_hz: NDArray[numpy.float64]
    times_s: NDArray[numpy.float64]
    lead: str

class Segments(NamedTuple):
    samples_mv: NDArray[numpy.float32]
    times_s: NDArray[numpy.float64]
    r_samples: NDArray[numpy.int64]
    rr_s: NDArray[numpy.float64]
    leads: list[str]
    sampling_hz: float

class Images(NamedTuple):
    pixels: NDArray[numpy.float32]
    leads: list[str]
    r_samples: NDArray[numpy.int64]
    rr_s: NDArray[numpy.float32]
    timing: NDArray[numpy.float32]
    recipe: dict[str, Any]

class Recording:
    def __init__(
        self,
        samples: ArrayLike,
        sampling_hz: float,
        leads: _Names,
        *,
        age_years: float | None = None,
        sex: str | None = None,
    ) -> None: ...
    @property
    def samples(self) -> NDArray[numpy.float32]: ...
    @property
    def leads(self) -> list[str]: ...
    @property
    def sampling_hz(self) -> float: ...
    @property
    def duration_s(self) -> float: ...
    @property
    def age_years(self) -> float | None: ...
    @property
    def sex(self) -> Literal["female", "male"] | None: ...
    @property
    def format(self) -> str: ...
    @property
    def warnings(self) -> list[str]: ...
    def lead(self, name: str) -> NDArray[numpy.float32]: ...
    def info(self, *, comments: bool = False, identity: bool = False) -> dict[str, Any]: ...

def read(
    path: _Path,
    *,
    start_s: float | None = None,
    length_s: float | None = None,
    fs: float | None = None,
    unit: _Unit | None = None,
    leads: _Names | None = None,
) -> Recording: ...
def info(
    path: _Ecg,
    *,
    comments: bool = False,
    identity: bool = False,
    fs: float | None = None,
    unit: _Unit | None = None,
    leads: _Names | None = None,
) -> dict[str, Any]: ...
def convert(
    inputs: _Path | Sequence[_Path],
    out: _Path,
    *,
    to: str = "",
    force: bool = False,
    keep_identity: bool = False,
    pseudonyms: _Path | None = None,
    threads: int = 1,
    fs: float | None = None,
    unit: _Unit | None = None,
    leads: _Names | None = None,
) -> dict[str, Any]: ...
def detect(
    ecg: _Ecg,
    *,
    lead: str = "auto",
    fs: float | None = None,
    unit: _Unit | None = None,
    leads: _Names | None = None,
) -> NDArray[numpy.int64]: ...
def measure(
    ecg: _Ecg,
    *,
    sex: Literal["F", "M"] | None = None,
    lvef_pct: float | None = None,
    nyha: int | None = None,
    rhythm: Literal["sinus", "af", "other"] | None = None,
    ischemic: bool | None = None,
    lbbb: Literal["strauss", "aha_2009", "esc_2013"] = "strauss",
    morphology: Literal["strauss", "aha_2009", "esc_2013"] | None = None,
    transform: Literal["kors", "dower"] = "kors",
    fs: float | None = None,
    unit: _Unit | None = None,
    leads: _Names | None = None,
) -> dict[str, Any]: ...
def recipe(name: str = "fine") -> dict[str, Any]: ...
def spectrogram(
    ecg: _Ecg,
    *,
    lead: str = "",
    recipe: _Recipe = "fine",
    hop_samples: int = 8,
    fs: float | None = None,
    unit: _Unit | None = None,
    leads: _Names | None = None,
) -> Spectrogram: ...
def segment(
    ecg: _Ecg,
    *,
    recipe: _Recipe = "fine",
    lead_names: _Names | None = None,
    r_samples: ArrayLike | None = None,
    fs: float | None = None,
    unit: _Unit | None = None,
    leads: _Names | None = None,
) -> Segments: ...
def images(
    ecg: _Ecg,
    *,
    recipe: _Recipe = "fine",
    lead_names: _Names | None = None,
    channels: _Names = "beat",
    r_samples: ArrayLike | None = None,
    fs: float | None = None,
    unit: _Unit | None = None,
    leads: _Names | None = None,
) -> Images: ...
def predict(
    predictor: _Path,
    ecg: _Ecg,
    values: dict[str, Any] | None = None,
    *,
    prevalence: float | None = None,
    rhythm: Literal["sinus", "af", "other"] | None = None,
    threads: int = 1,
    fs: float | None = None,
    unit: _Unit | None = None,
    leads: _Names | None = None,
) -> dict[str, Any]: ...
def simulate(
    out: _Path,
    *,
    patients: int = 71,
    preset: str = "nanjing",
    seed: int = 1,
    rate_hz: float = 500.0,
    chance_sd_pct: float | None = None,
    conduction: str | None = None,
    ecg: bool = True,
    noise: bool = True,
    threads: int = 1,
) -> dict[str, Any]: ...
