// Random numbers that are a function of a seed and of what they are for, so that a run that goes on
// draws what it would have drawn, whichever thread draws.
#pragma once

#include <cstdint>
#include <initializer_list>

namespace tessera {

/// SplitMix64.
class Random {
public:
    /// `key` says what for: a purpose, a step, a picture's place in it.
    Random(uint64_t seed, std::initializer_list<uint64_t> key) : state_(seed) {
        for (const uint64_t part : key) {
            state_ = next() ^ part;
        }
    }

    uint64_t next() {
        uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        return z ^ (z >> 31);
    }

    /// Uniform in [0, 1).
    double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }
    double uniform(double low, double high) { return low + (high - low) * uniform(); }

    /// Uniform in 0 .. count-1.
    int64_t below(int64_t count) {
        return static_cast<int64_t>(uniform() * static_cast<double>(count));
    }

private:
    uint64_t state_;
};

/// What numbers are drawn for; each is a stream of its own.
enum class Purpose : uint64_t { order, picture, style, noise };

}  // namespace tessera
