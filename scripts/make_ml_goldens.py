#!/usr/bin/env python3
"""Prints the truths that tests/unit/ml checks against, from SciPy (Debian: python3-scipy).

Run: /usr/bin/python3 scripts/make_ml_goldens.py
L2-penalised logistic regression minimised directly, in all columns, by scipy.optimize: columns standardised (divisor n - 1)
and divided by sqrt(p); the intercept b costs b^2 / 200, as liblinear's constant column of 10 does.
"""
import numpy as np
from scipy.optimize import minimize
from scipy.special import expit


def features(n, p):
    i, j = np.arange(n)[:, None], np.arange(p)[None, :]
    return np.sin(1.0 + 0.7 * i * (j + 1) + 0.3 * j * j) * (1 + j)


def fit(n, p, cost, missing=None):
    x = features(n, p)
    y = np.array([1.0 if (7 * i) % 5 < 3 else 0.0 for i in range(n)])
    train = np.arange(n) < n - 4
    if missing is not None:
        x[missing] = np.median(np.delete(x[train][:, missing[1]], missing[0]))
    mean, sd = x[train].mean(0), x[train].std(0, ddof=1)
    z = (x - mean) / sd / np.sqrt(p)
    s = 2 * y[train] - 1

    def loss(wb):
        m = s * (z[train] @ wb[:-1] + wb[-1])
        g = -cost * s * expit(-m)
        return (0.5 * wb[:-1] @ wb[:-1] + wb[-1] ** 2 / 200 + cost * np.logaddexp(0, -m).sum(),
                np.append(wb[:-1] + z[train].T @ g, wb[-1] / 100 + g.sum()))

    wb = minimize(loss, np.zeros(p + 1), jac=True, method="BFGS", options={"gtol": 1e-10, "maxiter": 10000}).x
    return expit(z[~train] @ wb[:-1] + wb[-1]), wb[0] / np.sqrt(p)


for n, p, cost, missing in ((24, 3, 3.0, None), (24, 40, 10.0, None), (24, 3, 3.0, (2, 1))):
    scores, first = fit(n, p, cost, missing)
    print("n=%d p=%d C=%g missing=%s:" % (n, p, cost, missing), *("%.9f" % v for v in scores), "first weight %.9f" % first)
