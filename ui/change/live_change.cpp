// Opens, replaces, closes the stroke.
#include "ui/change/live_change.h"

#include <utility>

namespace tessera::ui {

QRect LiveChange::show(const PaintOperation& operation, const QString& name) {
    cancel();
    painting_->beginStroke(name);
    open_ = true;
    return painting_->apply(operation);
}

void LiveChange::commit() {
    if (std::exchange(open_, false) && painting_) {
        painting_->endStroke();
    }
}

void LiveChange::cancel() {
    if (std::exchange(open_, false) && painting_) {
        painting_->cancelStroke();
    }
}

}  // namespace tessera::ui
