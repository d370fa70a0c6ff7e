// The progress bar.
#include "app/terminal/progress_bar.h"

#include <unistd.h>

#include "app/terminal/command_line.h"

namespace tessera {
namespace {

constexpr int kWidth = 30;                              // characters
const QString kClearLine = QStringLiteral("\r\x1b[K");  // to the line's start, erase it
const QString kRow = QStringLiteral("%1[%2%3] %4/%5  %6");

}  // namespace

ProgressBar::ProgressBar(int total)
    : total_(total), visible_(total > 1 && isatty(STDERR_FILENO) != 0) {}

ProgressBar::~ProgressBar() {
    clear();
}

void ProgressBar::clear() {
    if (visible_) {
        printError(kClearLine);
    }
}

void ProgressBar::show(int done, const QString& name) {
    if (!visible_) {
        return;
    }
    const int filled = static_cast<int>(qint64{done} * kWidth / total_);
    printError(kRow.arg(kClearLine,
                        QString(filled, QLatin1Char('#')),
                        QString(kWidth - filled, QLatin1Char('.')))
                   .arg(done)
                   .arg(total_)
                   .arg(name));
}

}  // namespace tessera
