// One step: draw, be judged, learn.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/data/batch.h"
#include "model/training/networks.h"

namespace tessera {

/// Seconds of a step by what they were spent on.
struct StepTimes {
    double generator = 0;  ///< forward and backward, with the style encoder
    double critics = 0;    ///< the discriminators, their features and their own learning
    double features = 0;   ///< the frozen network
    double optimiser = 0;
};

/// What a step tells.
struct StepReport {
    std::vector<std::pair<std::string, double>> terms;  ///< a generator's by the names of
                                                        ///< step_terms()
    bool finite = true;  ///< false: something was infinite or no number, and nothing was learnt
    StepTimes seconds;
};

/// Learning rates as shares of the options', moving memory and all else that changes from step to
/// step.
struct StepPlan {
    int64_t number = 0;  ///< counted from 0; style and texture noise are drawn from it and the seed
    double rate = 1;     ///< share of the learning rates
    int64_t first_picture = 0;  ///< of this process among the step's pictures
    std::shared_ptr<Processes> processes = Processes::alone();
};

/// The names of all terms, in their order.
std::vector<std::string> step_terms();

/// Runs `networks` over one batch on their device and updates their weights, unless something is
/// not finite. Generator and discriminators learn from the same drawing: the discriminators' step
/// uses the weights that judged it.
StepReport training_step(TrainingNetworks& networks,
                         const TrainingOptions& options,
                         const Batch& batch,
                         const StepPlan& plan);

/// How a set of weights learns whose gradient has this norm, at this learning rate.
kernels::AdamOptions adam_options(const TrainingOptions& options, double rate, double norm);

/// All processes note the mean of what each of them had, so that they agree on whether it is
/// finite.
void share_terms(StepReport& report, Processes& processes);

/// Share of the learning rates at a step: 1, falling in a line to 0 over the last options.decay.
double rate_at(const TrainingOptions& options, int64_t step);

}  // namespace tessera
