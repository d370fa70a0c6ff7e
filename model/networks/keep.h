// What a pass through a network keeps of its inside, and how it ends when it is no longer wanted.
#pragma once

namespace tessera {

/// What a render keeps of the network's inside. Nothing that is not asked for is computed or
/// copied.
struct Keep {
    bool branches = false;  ///< "global", "local": 3,H,W in [-1, 1]; "local" of Eq. 4 is a sum over
                            ///< classes and may leave it
    bool per_class = false;  ///< "per_class": N,3,H,W, every class's own picture (I^l_gi of Eq. 3)
    bool weights = false;    ///< "weights": 2,H,W, local then global, summing to 1 (Eq. 7)
    bool kernels = false;  ///< "kernels.1" .. : k*k,H_l,W_l, the SAU kernels of each level (branch
                           ///< decoders: "kernels.<branch>.1")
    bool features =
        false;  ///< "features": C,H,W, f' at full resolution (branch decoders: "features.<branch>")
    bool logits = false;  ///< "logits": N,N, the classifier's (Eq. 6)
    bool codes = false;   ///< "codes": N,S, the style code of every region (SEAN)

    static Keep nothing() { return {}; }
    static Keep everything() { return {true, true, true, true, true, true, true}; }
    bool operator==(const Keep&) const = default;

    /// Whether nothing of `other` is missing here.
    bool covers(const Keep& other) const {
        return (branches || !other.branches) && (per_class || !other.per_class) &&
               (weights || !other.weights) && (kernels || !other.kernels) &&
               (features || !other.features) && (logits || !other.logits) &&
               (codes || !other.codes);
    }
};

/// Thrown by render() when its request's `cancelled` was set. Not an error: the result is unwanted.
struct Cancelled {};

}  // namespace tessera
