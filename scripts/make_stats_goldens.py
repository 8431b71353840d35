#!/usr/bin/env python3
"""Prints the truths that tests/unit/stats checks against, from SciPy (Debian: python3-scipy).

Run: /usr/bin/python3 scripts/make_stats_goldens.py
DeLong's variance is written here as the definition says, pair by pair; the library uses midranks.
"""
import numpy as np
from scipy import stats

LABELS = np.array([1, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1, 0])
FIRST = np.array([0.9, 0.8, 0.7, 0.7, 0.6, 0.55, 0.54, 0.53, 0.52, 0.51, 0.505, 0.4])
SECOND = np.array([0.4, 0.9, 0.3, 0.6, 0.6, 0.2, 0.8, 0.7, 0.1, 0.35, 0.75, 0.35])


def kernel(scores):
    pos, neg = scores[LABELS == 1], scores[LABELS == 0]
    return (pos[:, None] > neg[None, :]) + 0.5 * (pos[:, None] == neg[None, :])


def delong_cov(a, b):
    ka, kb = kernel(a), kernel(b)
    m, n = ka.shape
    return np.cov(ka.mean(1), kb.mean(1))[0, 1] / m + np.cov(ka.mean(0), kb.mean(0))[0, 1] / n


def show(name, *values):
    print(name, *("%.15g" % v for v in values))


for name, s in (("first", FIRST), ("second", SECOND)):
    u = stats.mannwhitneyu(s[LABELS == 1], s[LABELS == 0]).statistic
    show("auc " + name, u / (LABELS.sum() * (1 - LABELS).sum()))
    show("delong variance " + name, delong_cov(s, s))
    a, v = kernel(s).mean(), delong_cov(s, s)
    half = stats.norm.ppf(0.975) * np.sqrt(v) / (a * (1 - a))
    logit = np.log(a / (1 - a))
    show("logit interval " + name, 1 / (1 + np.exp(half - logit)), 1 / (1 + np.exp(-half - logit)))
var = delong_cov(FIRST, FIRST) + delong_cov(SECOND, SECOND) - 2 * delong_cov(FIRST, SECOND)
z = (kernel(FIRST).mean() - kernel(SECOND).mean()) / np.sqrt(var)
show("delong paired variance z p", var, z, 2 * stats.norm.sf(abs(z)))
show("norm cdf(1.3) ppf(0.9) two-sided(2.2)", stats.norm.cdf(1.3), stats.norm.ppf(0.9), 2 * stats.norm.sf(2.2))
show("t two-sided(2.1, 13.5)", 2 * stats.t.sf(2.1, 13.5))
show("chi2 sf(5.4, 3)", stats.chi2.sf(5.4, 3))
for k, n in ((9, 14), (0, 25), (46, 46)):
    ci = stats.binomtest(k, n).proportion_ci(0.95, method="wilson")
    show("wilson %d/%d" % (k, n), ci.low, ci.high)
show("quantiles .025 .5 .9", *np.quantile([3.0, 1.0, 4.0, 1.5, 9.0, 2.6], [0.025, 0.5, 0.9]))
show("sd", np.std([3.0, 1.0, 4.0, 1.5, 9.0, 2.6], ddof=1))
