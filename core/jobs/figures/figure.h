// A figure for print, and how it becomes a file.
#pragma once

#include <QSizeF>
#include <QString>
#include <QStringList>
#include <functional>

class QPainter;

namespace tessera {

/// Paints itself at any resolution, and has its numbers beside it.
struct Figure {
    QSizeF size;                           ///< points, 1/72 inch
    std::function<void(QPainter&)> paint;  ///< in points from the top left, on white
    QString numbers;                       ///< CSV, a line of names first
};

/// What a figure's file may end in: png, svg, pdf, csv.
const QStringList& figureSuffixes();

/// By the ending of the name: PNG at 300 dots an inch, SVG, PDF, or the numbers as CSV. Whole or
/// not at all. Needs a QGuiApplication. Throws std::runtime_error("file: reason").
void writeFigure(const Figure& figure, const QString& file);

}  // namespace tessera
