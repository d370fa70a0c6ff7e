// Times the steps of one render, each against what it could take at best.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "model/inference/engine.h"

namespace tessera {

/// Collects a line a step; one that is taken in parts is their sum. A convolution's limit is its
/// own time when it runs alone and again and again; any other step's is the time that its bytes
/// take to be copied.
class StepClock {
public:
    StepClock();

    void convolution(const std::string& name, const std::function<void()>& body);
    void pass(const std::string& name, int64_t bytes, const std::function<void()>& body);

    const std::vector<LayerTime>& layers() const { return layers_; }

private:
    void add(const LayerTime& time);

    std::vector<LayerTime> layers_;
    double bytes_a_millisecond_;
};

}  // namespace tessera
