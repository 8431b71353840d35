// English texts of the page. de.ts has the same keys: the type system sees to it.
export const en = {
  product: "Synchrony",
  notice: "Research software, not a medical device. Not for decisions about patients.",
  skip: "To the content",
  viewEcg: "ECG", viewCohort: "Cohort", viewModel: "Models",
  language: "Language", theme: "Appearance", themeSystem: "As the system", themeLight: "Light", themeDark: "Dark",
  identity: "Show names", identityOff: "Start the program with --identity to be able to show names",
  help: "Keys", close: "Close", loading: "Loading",

  // opening
  dropTitle: "Drop an ECG here",
  dropWords: "A file of any format that is read, or all files of a recording together (.hea with .dat); several recordings open beside each other. They stay on this computer.",
  choose: "Choose files", openAnother: "Open",
  reading: "Reading the recording", measuring: "Measuring",
  recording: "Recording", unnamed: "Recording", recordingNumber: (n: number) => `Recording ${n}`, openRecordings: "Open recordings", closeNamed: (name: string) => `Close ${name}`,
  notOpened: (n: number, of: number) => `${n} of ${of} recordings could not be opened`, fileNumber: (n: number) => `Number ${n} of them.`,
  openAlone: "Opened alone, a file can be told what it does not say: unit, sampling frequency, names of leads.",
  tooManyOpen: (most: string) => `At most ${most} recordings can be open. Close some, drop fewer, or use “Cohort” for many patients.`,
  oneEarlier: "These are several recordings. Choose one earlier ECG.", noTable: "A table comes first: .csv or .xlsx.",
  patientNumber: (n: number) => `Patient ${n}`,
  faultTitle: "That did not work", gone: "The program does not answer. Is `synchrony serve` still running?",
  wrongKey: "The key is missing or wrong. Open the address that `synchrony serve` printed.",
  got: "Found", expected: "Expected", hint: "Hint", where: "Where",
  readOptions: "The file does not say everything. What do you know of it?",
  optFs: "Sampling frequency, Hz", optUnit: "Unit of the values", optLeads: "Names of the leads, with commas, or: standard",
  optDecimal: "Decimal sign", optSeparator: "Separator", optPart: "Which recording of the file", optUnset: "as the file says",
  point: "point", comma: "comma", semicolon: "semicolon", tab: "tab", bar: "bar", readAgain: "Read again",

  // sheet
  tabSheet: "Sheet", tabBeat: "Median beat", tabVectors: "Vectors", tabCompare: "Earlier ECG",
  layout: "Layout", speed: "Paper speed", gain: "Gain", zoom: "Zoom", fit: "Fit", trueSize: "True size", zoomIn: "Larger", zoomOut: "Smaller",
  rhythmLead: "Rhythm strip", display: "Display", filters: "Display filters", filtersOff: "no filter", filterNote: "For the eye alone: no number depends on them.",
  highPass: "High-pass", lowPass: "Low-pass", mains: "Mains", off: "off",
  highPassState: (hz: string) => `high-pass ${hz} Hz`, lowPassState: (hz: string) => `low-pass ${hz} Hz`, mainsState: (hz: string) => `notch ${hz} Hz`,
  filteredWarning: "display filtered, numbers are not", filteredWarningLong: "sheet filtered; numbers and the whole recording below are not",
  savedUnfiltered: "What is saved or made as PDF is never filtered.",
  caliper: "Caliper", march: "March out", removeCaliper: "Remove caliper",
  caliperCorner: (n: number, end: number) => `Caliper ${n}, corner ${end}`, calipersHint: "Drag on the sheet to measure. Arrow keys move a corner by 1 ms or 0.01 mV, with Shift by ten.",
  rulerUnchecked: "size not checked", rulerChecked: "true millimetres", ruler: "Ruler check",
  rulerTitle: "Check with a ruler, once for this screen",
  rulerWords: "Hold a ruler to the line and move the slider until the line is 100 mm long. A bank card is 85.6 mm wide: its mark is on the line.",
  rulerLength: "Length of the line", rulerSave: "It is 100 mm", rulerForget: "Forget",
  sheetLabel: (words: string) => `ECG sheet, ${words}. Arrow keys scroll, C adds a caliper.`,
  overview: "Whole recording", overviewLabel: "Whole recording: arrow keys move, plus and minus zoom", position: (a: string, b: string) => `${a} to ${b}`,
  missingSamples: (lead: string, seconds: string) => `${lead} ${seconds} s`, allOfThem: "all leads", gapsShown: "Missing samples, drawn as gaps",
  print: "Print", save: "Save", printSheet: "This sheet", printSheetPdf: "Sheet, to scale (PDF)", printReport: "Full report (PDF)",
  savePage: "Page (HTML)", savePdf: "Report (PDF)", savePng: "Sheet (PNG)", saveSvg: "Sheet (SVG)", saveJson: "Measurements (JSON)", saveWfdb: "Recording (WFDB)",
  reportWithPrediction: "With the prediction that is shown.", reportWithoutPrediction: "Without a prediction: none is shown.",
  cautions: "Cautions", moreCautions: (n: number) => `${n} more cautions`, caution: "Caution", refusal: "Not to be judged", noCaution: "No caution",
  simulated: "Simulated: a virtual patient, no person",
  keysTitle: "Keys",
  keys: [
    ["Tab", "to the next control"], ["← →", "on the sheet: scroll by a second, with Shift by ten"], ["Home End", "on the sheet: to start and end"],
    ["+ − 0 1", "on the sheet: larger, smaller, fit, true size"], ["F S G", "on the sheet: layout, speed, gain"],
    ["C", "on the sheet: add a caliper; arrows move its corner, M marches out, Delete removes"],
    ["← →", "on a boundary: move by 1 ms, with Shift by ten; Ctrl+Z undoes"], ["P N", "in a cohort: previous and next patient"],
  ] as [string, string][],

  // measurements
  measurements: "Measurements", value: "Value", usual: "Usual", measured: "Measured", byHand: "moved by hand", follows: "follows from moved boundaries",
  heartRate: "Heart rate", pDuration: "P duration", pr: "PR interval", qrs: "QRS duration", qt: "QT interval", qtc: "QTc, Fridericia", jt: "JT interval (QRS is wide)",
  axisP: "P axis", axisQrs: "QRS axis", axisT: "T axis", qrsArea: "QRS area", qrsT: "QRS-T angle",
  device: "Device",
  notMeasured: "not measured", above: "above the usual", below: "below the usual",
  usualRange: (low: string, high: string) => `${low} to ${high}`, usualBelow: (high: string) => `below ${high}`,
  usualQtc: "below 450, F 460", beatsUsed: (used: number, all: number) => `Median of ${used} of ${all} beats`,
  likelyAf: "Likely atrial fibrillation.", movedByHand: "Rests on boundaries moved by hand.", lvefRange: "1 to 100 %; no class is asked with this value.",
  summaryNormal: "Rate and intervals lie within the usual limits.",
  summaryOutside: (list: string) => `Outside the usual: ${list}.`,
  rhythm: "Rhythm", conduction: "Conduction", borderline: "borderline", quality: "Signal", qualityGood: "All leads usable",
  qFlat: "flat", qSaturated: "saturated", qNoisy: "noisy", qMains: "mains hum", qBaseline: "wandering baseline", qMissing: "missing samples", qUnusable: "not usable",
  limitsSource: "Limits of adults: Surawicz 2009 (AHA/ACCF/HRS) and Rautaharju 2009 for QTc; rate and PR as taught.",

  // LBBB
  lbbb: "Left bundle branch block", lbbbShort: "LBBB", yes: "yes", no: "no", unknown: "unknown", met: "met", notMet: "not met",
  limit: "Limit", showOnBeat: "Show on the beat",
  needsTwelve: "This needs twelve leads.",

  // beat
  beatTitle: "Median beat, all leads", beatHint: "Drag a boundary, or move it by arrow keys. All numbers follow.",
  lead: "Lead", allLeads: "All leads", undo: "Undo", undoAll: "Undo all", movedCount: (n: number) => (n === 1 ? "1 boundary moved" : `${n} boundaries moved`),
  p_onset: "P onset", p_end: "P end", qrs_onset: "QRS onset", qrs_end: "QRS end", t_peak: "T peak", t_end: "T end",
  boundaryLabel: (name: string) => `${name}, ms from QRS onset`,
  notch: "notch", slur: "slur",
  placeShown: (what: string, lead: string, from: string, to: string) => `${what} in ${lead}: ${from} to ${to} ms from QRS onset`,
  placeInAll: (what: string, from: string, to: string) => `${what}, all leads: ${from} to ${to} ms from QRS onset`,
  qrsWord: "QRS", peakWord: "peak", tWord: "T wave", levelNote: "0 mV: level before QRS onset. Times from QRS onset.",

  // vectors
  vectorsTitle: "Vector loops", frontal: "Frontal, from the front", sagittal: "Sagittal, from the left", horizontal: "Horizontal, from above",
  right: "right", left: "left", head: "head", feet: "feet", front: "front", back: "back", vectorNote: (transform: string) => `${transform} transform. A dot every 10 ms; the arrow shows the direction of travel.`, squareIs: (mv: string) => `A square is ${mv} mV.`,
  qrsLoop: "QRS", tLoop: "T",

  // guidelines
  guidelines: "Guidelines", patient: "Patient", lvef: "LVEF, %", nyha: "NYHA class", sex: "Sex", ischemic: "Ischaemic cause",
  unset: "not given", asRecording: "as the recording says", asMeasured: "as measured", female: "woman", male: "man", sinus: "sinus rhythm", af: "atrial fibrillation", otherRhythm: "other",
  classWord: (c: string) => `Class ${c}`, noClass: "No class", missingWords: (list: string) => `Needs: ${list}`, fromWords: "From", guidelineEnglish: "",
  needs: { lvef_pct: "LVEF", lvef: "LVEF", nyha: "NYHA class", sex: "sex", rhythm: "rhythm", ischemic: "cause, ischaemic or not" } as Record<string, string>,

  // prediction
  prediction: "Prediction", model: "Model", predict: "Predict", noPredictor: "No predictor is loaded. Name one when the program starts: synchrony serve --model model.safetensors",
  chance: (n: string) => `Of 100 patients like this one, the model expects ${n} to respond.`,
  chanceOutcome: (n: string, outcome: string) => `Of 100 patients like this one, the model expects ${n} with “${outcome}”.`,
  intervalWords: (level: string, low: string, high: string) => `Its uncertainty (${level} % interval) reaches from ${low} to ${high}.`,
  undecided: "Undecided: the interval includes the threshold.", aboveThreshold: "Above the threshold of the decision.", belowThreshold: "Below the threshold of the decision.",
  threshold: (v: string) => `threshold ${v}`, average: (v: string) => `average of its patients ${v}`,
  otherCautions: "Other cautions", abstains: "The model does not answer", withheldRecording: "This ECG cannot be judged:", withheldUnlike: "The model was never shown such an ECG:",
  withheldInputs: "Too little is known of this patient. Give the values that are missing:", withheldOther: "The reason:",
  reasonsTitle: "What moved the answer", reasonsWords: "Log-odds: to the right for response, to the left against.",
  missingTitle: "Not known, and what it could change", missingRow: (name: string, low: string, high: string) => `${name}: ${low} to ${high}`,
  modelValues: "More values that this model reads", modelRests: (n: string, pos: string) => `Rests on ${n} patients, ${pos} with the outcome.`,
  modelSimulated: "The model was fitted on simulated patients: it says nothing about persons.",

  // compare
  compareTitle: "Compare with an earlier ECG of this patient", chooseEarlier: "Choose the earlier ECG", before: "Earlier", after: "This one", change: "Change",
  cautionsEarlier: "Cautions of the earlier ECG", notAssessable: "not assessable", changed: "changed", unchanged: "unchanged",
  repeatabilityNote: "±: 95 % limits of the difference between halves of one recording, in which nothing changed. Another day, other electrode places and another recorder add to it.",
  beyond: (limit: string) => `beyond ±${limit}`, doubtful: "measured doubtfully", withinRepeat: (limit: string) => `within ±${limit}`, comparePdf: "Both as PDF",

  // cohort
  cohortDrop: "Drop a table and its ECGs", cohortDropWords: "A CSV or Excel table with a row a patient, and the folder of recordings it names.",
  chooseTable: "Choose the table", chooseFolder: "Choose the folder of ECGs", cohortReading: "Reading the table",
  mapping: "How the table was understood", mappingWords: "Each column of yours, and what it is taken for. Choose another where it is wrong.",
  yourColumn: "Your column", takenAs: "Taken as", unit: "Unit", present: "Cells", readAs: "Read as", keepAsIs: "kept, not used", leftOut: "left out",
  mapDownload: "Save the map", mapUpload: "Apply a mended map", faults: "To mend", ready: "The table is ready.", notReady: "Some cells could not be read: mend the map or the table.",
  cohortCsv: "Save as cohort CSV", patients: "Patients", ecgsThere: (n: number) => `${n} ECGs`, ecgsOf: (n: number, all: number) => `${n} of ${all} ECGs are here`, noEcgsNamed: "the table names no ECGs",
  filter: "Filter", filterHint: "number or word", onlyFlagged: "Only with flags", trace: "Lead II", flags: "Flags", ecgMissing: "missing", ecgNone: "none",
  previousPatient: "Previous patient", nextPatient: "Next patient", backToCohort: "Back to the cohort", shownOf: (n: number, all: number) => `${n} of ${all}`,
  qrsMs: "QRS, ms", ageYears: "Age, years", responseShort: "Response", lvesvMl: "LVESV, ml", columnPatient: "number of the patient", columnEcg: "file of the ECG", columnGroup: "the person, where one has several rows", qrsTold: "QRS in the table, ms", anotherCohort: "Another table",
  evaluate: "Evaluate", evaluation: "Evaluation", evaluateWords: "Compares rules and models on these patients by cross-validation.", models: "Models", folds: "Folds", repeats: "Repeats",
  validate: "Validate a model on them", startEvaluation: "Start", startValidation: "Validate", stop: "Stop",
  modelWords: {
    majority: "same answer for everybody", rules: "QRS and LBBB at published limits", guidelines: "guidelines", clinical: "logistic regression, clinical values", ecg: "logistic regression, ECG",
    fused: "logistic regression, clinical values and ECG", "svm-fused": "support vector machine, clinical values and ECG", "forest-fused": "random forest, clinical values and ECG", "boosting-fused": "boosted trees, clinical values and ECG",
  } as Record<string, string>,
  state: { waiting: "waiting", running: "running", done: "done", failed: "failed", cancelled: "stopped" } as Record<string, string>,
  timeLeft: (t: string) => `about ${t} left`, elapsed: (t: string) => `${t} so far`, report: "Report", resultsJson: "Results (JSON)", resultsCsv: "Results (CSV)", reportPdf: "Report (PDF)",
  checkTitle: "Check of the cohort", noFindings: "Nothing found.",

  // models
  modelsTitle: "Models", noModels: "No model is loaded.", kindPredictor: "predictor", kindNetwork: "network", kindUnreadable: "unreadable", shipped: "comes with the program",
  trainedOn: "Fitted on", patientsWith: (n: string, pos: string) => `${n} patients, ${pos} with the outcome`, prevalence: "Share with the outcome", thresholdRule: "Threshold",
  thresholdRules: { half: "a probability of one half", prevalence: "the share with the outcome", youden: "largest sum of sensitivity and specificity in training" } as Record<string, string>,
  crossValidated: "Cross-validated estimates", figure: "Figure", interval95: "95 % interval", holdsFor: "They hold for", doubts: "Doubts", reads: "Clinical values that it reads",
  calibrationFigure: "Calibration: predicted and expected probability", axisPredicted: "predicted", axisExpected: "expected",
  externalWords: "For external validation drop a cohort under “Cohort” and choose this model there.", ecgOnly: "It reads the ECG alone.",
  outcome: "Outcome",

  figures: {
    auc: "AUC", accuracy: "Accuracy", sensitivity: "Sensitivity", specificity: "Specificity", ppv: "Positive predictive value", npv: "Negative predictive value",
    brier: "Brier score", calibration_slope: "Calibration slope (1 is right)", calibration_intercept: "Calibration intercept (0 is right)",
  } as Record<string, string>,
  answers: { yes: "yes", no: "no", unknown: "unknown", borderline: "borderline" } as Record<string, string>,
  rhythms: {
    sinus: "sinus rhythm by its P waves", p_of_other_axis: "P waves, not of a sinus rhythm's axis", no_p_waves: "no P waves found",
    more_p_than_qrs: "more P waves than QRS complexes", possible_flutter: "possible atrial flutter", likely_atrial_fibrillation: "likely atrial fibrillation",
    paced: "ventricles paced", unknown: "not known",
  } as Record<string, string>,
  phrases: [] as [RegExp, string][], // sentences of the program, and what they become
  terms: { "sex (F or M)": "sex" } as Record<string, string>, // words of the program that have a translation
};

export type Texts = typeof en;
