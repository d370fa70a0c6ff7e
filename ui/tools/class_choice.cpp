// Choosing and swapping classes.
#include "ui/tools/class_choice.h"

#include <utility>

namespace tessera::ui {

void ClassChoice::choose(uint16_t label) {
    if (label == current_) {
        return;
    }
    previous_ = std::exchange(current_, label);
    Q_EMIT changed(current_);
}

void ClassChoice::keepBelow(int classes) {
    if (previous_ >= classes) {
        previous_ = 0;
    }
    if (current_ >= classes) {
        current_ = 0;
        Q_EMIT changed(current_);
    }
}

}  // namespace tessera::ui
