#!/usr/bin/env python3
"""Prints the truths that tests/unit/stats checks against, from SciPy, statsmodels and scikit-learn
(Debian: python3-scipy python3-statsmodels python3-sklearn).

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

# Two-sample tests: A and B have no ties, C and D have many.
A = np.array([179.4, 168.2, 191.3, 155.0, 203.1, 176.6, 182.9, 160.7, 188.8])
B = np.array([158.4, 149.9, 171.5, 140.2, 166.3, 181.1, 152.7])
C = np.array([1, 2, 2, 3, 3, 3, 4, 4, 2, 3])
D = np.array([2, 3, 3, 4, 4, 4, 4, 1])
E = 0.5 + np.arange(60) % 17 + 0.01 * np.arange(60)
F = 2.25 + np.arange(55) % 19 + 0.013 * np.arange(55)
w = stats.ttest_ind(A, B, equal_var=False)
va, vb = A.var(ddof=1) / len(A), B.var(ddof=1) / len(B)
show("welch t df p", w.statistic, (va + vb) ** 2 / (va**2 / (len(A) - 1) + vb**2 / (len(B) - 1)), w.pvalue)
s = stats.ttest_ind(A, B)
show("student t p", s.statistic, s.pvalue)
s = stats.ttest_ind_from_stats(61, 13.1, 46, 63.2, 11.7, 25, equal_var=False)
show("welch from summaries t p", s.statistic, s.pvalue)
for name, x, y, method in (("exact A B", A, B, "exact"), ("normal A B", A, B, "asymptotic"), ("ties C D", C, D, "asymptotic"),
                           ("large E F", E, F, "asymptotic"), ("exact 49 x 30", E[:49] * 1.001, F[:30] + 0.0001, "exact")):
    u = stats.mannwhitneyu(x, y, method=method)
    show("mann-whitney %s u p" % name, u.statistic, u.pvalue)
for name, x in (("A", A), ("C", C), ("E", E), ("three", np.array([1.0, 2.0, 4.0])), ("five", A[:5]), ("skewed", np.exp(0.1 * np.arange(40)))):
    r = stats.shapiro(x)
    show("shapiro %s w p" % name, r.statistic, r.pvalue)

# Counts.
for name, table in (("diabetes", [[6, 40], [9, 16]]), ("3 x 2", [[10, 4], [12, 9], [3, 11]])):
    for yates in (False, True):
        c = stats.chi2_contingency(table, correction=yates)
        show("chi2 %s yates=%s statistic p df" % (name, yates), c[0], c[1], c[2])
for table in ([[2, 44], [3, 22]], [[44, 2], [13, 12]], [[8, 2], [1, 5]], [[0, 10], [5, 7]], [[3, 3], [3, 3]]):
    show("fisher %s" % table, stats.fisher_exact(table)[1])
for k, n in ((9, 14), (0, 25), (46, 46)):
    ci = stats.binomtest(k, n).proportion_ci(0.95, method="exact")
    show("clopper-pearson %d/%d" % (k, n), ci.low, ci.high)

# Probabilities.
import statsmodels.api as sm
from sklearn.metrics import average_precision_score

P = np.array([0.9, 0.8, 0.7, 0.7, 0.6, 0.55, 0.54, 0.53, 0.32, 0.21, 0.15, 0.1])
WEIGHTS = np.array([1, 2, 0, 1, 1, 3, 1, 1, 0, 1, 1, 2])
for name, weights in (("plain", np.ones(12)), ("weighted", WEIGHTS)):
    show("average precision " + name, average_precision_score(LABELS, P, sample_weight=weights))
    x = np.log(P / (1 - P))
    both = sm.GLM(LABELS, sm.add_constant(x), family=sm.families.Binomial(), freq_weights=weights).fit(tol=1e-14)
    large = sm.GLM(LABELS, np.ones(12), family=sm.families.Binomial(), offset=x, freq_weights=weights).fit(tol=1e-14)
    show("calibration slope intercept " + name, both.params[1], large.params[0])
