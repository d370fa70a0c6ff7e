// A switch between an operator's fast form and its reference, for comparing the two in one program.
#pragma once

namespace tessera::kernels {

/// While one lives, every operator called on this thread computes by its reference: the
/// straightforward LibTorch version that benchmarks and tests hold the fast one against. May be
/// nested.
class ReferenceScope {
public:
    ReferenceScope() { ++depth_; }
    ~ReferenceScope() { --depth_; }
    ReferenceScope(const ReferenceScope&) = delete;
    ReferenceScope& operator=(const ReferenceScope&) = delete;

    /// Whether the calling thread is inside a scope.
    static bool active() { return depth_ > 0; }

private:
    static inline thread_local int depth_ = 0;
};

}  // namespace tessera::kernels
