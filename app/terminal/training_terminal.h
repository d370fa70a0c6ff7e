// What commands that train share: being stopped, and what they say of a step.
#pragma once

#include <QString>

#include "app/terminal/command_line.h"
#include "model/training/trainer.h"

namespace tessera {

/// From now on Ctrl-C and a shutdown are asked for by interrupted(), so that a run ends with a
/// checkpoint; a second Ctrl-C ends the program as ever.
void catchInterrupts();
bool interrupted();

/// --device and --set, which show themselves in `options` in this order.
void addTrainingOptions(CommandLine& line);
void applyTrainingOptions(const CommandLine& line, TrainingOptions& options);

/// "l1 0.21  class_l1 0.34"
QString termsLine(const TrainingLine& line);

}  // namespace tessera
