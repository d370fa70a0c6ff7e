// A dialog with four kinds of file.
#include "ui/inspect/figure_export.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <stdexcept>

namespace tessera::ui {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(FigureExport)
};

QStringList filters() {  // in the order of figureSuffixes()
    return {Text::tr("PNG pictures (*.png)"),
            Text::tr("SVG drawings (*.svg)"),
            Text::tr("PDF documents (*.pdf)"),
            Text::tr("Numbers, CSV (*.csv)")};
}

}  // namespace

void exportFigure(const Figure& figure, const QString& name, QWidget& from) {
    QString chosen;
    QString file = QFileDialog::getSaveFileName(&from,
                                                Text::tr("Export the figure"),
                                                name + QStringLiteral(".png"),
                                                filters().join(QStringLiteral(";;")),
                                                &chosen);
    if (file.isEmpty()) {
        return;
    }
    if (QFileInfo(file).suffix().isEmpty()) {
        const auto kind = std::max<qsizetype>(0, filters().indexOf(chosen));
        file += QLatin1Char('.') + figureSuffixes()[kind];
    }
    try {
        writeFigure(figure, file);
    } catch (const std::exception& error) {
        QMessageBox::warning(&from, Text::tr("Not written"), QString::fromUtf8(error.what()));
    }
}

}  // namespace tessera::ui
