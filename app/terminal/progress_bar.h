// How far a long job is, on a terminal.
#pragma once

#include <QString>

namespace tessera {

/// One line on stderr, drawn over itself and gone at the end. Silent where stderr is no terminal or
/// there is but one thing to do.
class ProgressBar {
public:
    explicit ProgressBar(int total);
    ~ProgressBar();
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    /// `done` of the total are done, `name` is next.
    void show(int done, const QString& name);

    /// Makes room for other text; the next show() draws it again.
    void clear();

private:
    const int total_;
    const bool visible_;
};

}  // namespace tessera
