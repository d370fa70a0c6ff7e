// The class that is painted with, and the one before it.
#pragma once

#include <QObject>
#include <cstdint>

namespace tessera::ui {

/// Values are class indices of the painting's palette. Choosing remembers the class before, so that
/// swap() goes to and fro.
class ClassChoice : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    uint16_t current() const { return current_; }
    uint16_t previous() const { return previous_; }

    void choose(uint16_t label);
    void swap() { choose(previous_); }

    /// Another palette: what it does not have becomes its first class.
    void keepBelow(int classes);

Q_SIGNALS:
    void changed(int label);

private:
    uint16_t current_ = 0;
    uint16_t previous_ = 0;
};

}  // namespace tessera::ui
