// exp and tanh on vectors of floats, for the *_rows.cpp files.
#pragma once

#include "model/kernels/vector/lanes.h"

namespace tessera::kernels::TESSERA_ISA {

/// e^x within 2e-7 of its value for -87 <= x <= 88, and clamped outside; NaN stays NaN.
/// e^x = 2^n e^r with |r| <= ln(2)/2, e^r = 1 + r + r^2 q(r), q a minimax polynomial.
template <int W>
TESSERA_INLINE Float<W> exp(Float<W> x) {
    x = at_most<W>(at_least<W>(x, splat<W>(-87)), splat<W>(88));
    // Adding 1.5 * 2^23 rounds to the nearest integer and leaves it in the low bits.
    const Float<W> shifted = x * 1.44269504f + 12582912.0f;
    const Float<W> n = shifted - 12582912.0f;
    Float<W> r = x - n * 0.693359375f;  // ln 2 in two parts, the first exact in few bits
    r = r + n * 2.12194440e-4f;
    Float<W> q = splat<W>(1.3941113e-3f);
    q = q * r + 8.3631753e-3f;
    q = q * r + 4.1666375e-2f;
    q = q * r + 1.6666577e-1f;
    q = q * r + 0.5f;
    const Float<W> fraction = q * (r * r) + (r + 1.0f);
    return (Float<W>)((Bits<W>)fraction + ((Bits<W>)shifted << 23));
}

/// tanh(x) within 3e-7 of its value; NaN stays NaN. Near zero x + x^3 p(x^2), p a minimax
/// polynomial, because the quotient of exponentials loses its digits there.
template <int W>
TESSERA_INLINE Float<W> tanh(Float<W> x) {
    const Float<W> square = x * x;
    Float<W> p = splat<W>(1.8009698e-2f);
    p = p * square - 5.3394985e-2f;
    p = p * square + 1.3330551e-1f;
    p = p * square - 3.3333312e-1f;
    const Float<W> near = x + x * square * p;
    // The quotient is 1 in float long before x = 20; the bound keeps exp finite.
    const Float<W> e = exp<W>(2.0f * at_most<W>(at_least<W>(x, splat<W>(-20)), splat<W>(20)));
    const Float<W> far = (e - 1.0f) / (e + 1.0f);
    return square < 0.25f ? near : far;
}

}  // namespace tessera::kernels::TESSERA_ISA
