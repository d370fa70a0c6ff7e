// Semantic purity: maps, and the table that says whether upsampling keeps classes apart.
#include <QCoreApplication>
#include <QPainter>
#include <array>
#include <cmath>

#include "core/jobs/figures/figures.h"
#include "core/jobs/figures/page.h"

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Figures)
};

constexpr std::array kWays = {Upsampling::Sau,
                              Upsampling::Uniform,
                              Upsampling::Bilinear,
                              Upsampling::Bicubic,
                              Upsampling::Nearest};
constexpr int kTiles = 6;
constexpr double kCaption = 12;
constexpr double kLine = 11;
constexpr int kNameWidth = 18;  // characters, in the terminal

QString nameOf(Upsampling how) {
    switch (how) {
        case Upsampling::Sau:
            return Text::tr("SAU");
        case Upsampling::Uniform:
            return Text::tr("uniform");
        case Upsampling::Bilinear:
            return Text::tr("bilinear");
        case Upsampling::Bicubic:
            return Text::tr("bicubic");
        case Upsampling::Nearest:
            return Text::tr("nearest");
    }
    return {};
}

/// Purity has three digits everywhere; "–" where nothing was counted.
QString number(double value, qint64 cells) {
    return cells > 0 ? QString::number(value, 'f', 3) : QStringLiteral("–");
}

Page::Block heatTile(const NumberMap& map, float high, const QString& name) {
    return [=](QPainter& painter, const QRectF& area) {
        const QRectF place = area.adjusted(0, 0, 0, -kCaption);
        drawHeat(painter, place, map, 0, high);
        drawText(painter,
                 {place.left(), place.bottom() + 1, place.width(), kCaption - 1},
                 name,
                 kSmallText + 1);
    };
}

void addMaps(Page& page, const Inspection& inspection, int level, int decoder) {
    const double width = (Page::kWidth - (kTiles - 1) * Page::kGap) / kTiles;
    const double height = width * inspection.size().height() / inspection.size().width();
    const auto most = static_cast<float>(2 * std::log2(inspection.model().kernelSide));
    std::vector<Page::Tile> tiles;
    tiles.reserve(kTiles);
    for (const Upsampling how : kWays) {
        tiles.push_back(
            {width, heatTile(inspection.purityMap(level, how, decoder), 1, nameOf(how))});
    }
    tiles.push_back(
        {width, heatTile(inspection.entropyMap(level, decoder), most, Text::tr("entropy of SAU"))});
    page.addTiles(height + kCaption, tiles);
}

void addScales(Page& page, int side) {
    page.add(22, [side](QPainter& painter, const QRectF& area) {
        const double width = (Page::kWidth - (kTiles - 1) * Page::kGap) / kTiles;
        drawScale(painter,
                  {area.left(), area.top(), 2 * width + Page::kGap, 16},
                  0,
                  1,
                  Text::tr("purity"));
        drawScale(painter,
                  {area.right() - width, area.top(), width, 16},
                  0,
                  2 * std::log2(side),
                  Text::tr("bit"));
    });
}

/// Where the table's columns end, from the left.
struct Columns {
    static constexpr double kFirst = 112, kStep = 36, kApart = 8;

    static QRectF cell(const QRectF& line, int column) {
        const int group = column / 5;  // everywhere, at borders, entropy
        const double gaps = kApart * group;
        return {line.left() + kFirst + column * kStep + gaps, line.top(), kStep - 2, line.height()};
    }
};

void drawCells(QPainter& painter, const QRectF& line, const QStringList& texts, TextStyle style) {
    for (int i = 0; i < texts.size(); ++i) {
        drawText(painter,
                 Columns::cell(line, i),
                 texts[i],
                 kSmallText + 1,
                 Qt::AlignRight | Qt::AlignVCenter,
                 style);
    }
}

QStringList cellsOf(const PurityRow& row) {
    QStringList cells;
    for (const Upsampling how : kWays) {
        cells << number(row[how].everywhere, row.cells);
    }
    for (const Upsampling how : kWays) {
        cells << number(row[how].atBorders, row.borderCells);
    }
    return cells << number(row.entropy, row.cells);
}

QStringList headings() {
    QStringList names;
    for (int half = 0; half < 2; ++half) {
        for (const Upsampling how : kWays) {
            names << nameOf(how);
        }
    }
    return names << Text::tr("bit");
}

void addTable(Page& page, const PurityFindings& findings) {
    page.add(2 * kLine + 2, [](QPainter& painter, const QRectF& area) {
        const QRectF first(area.left(), area.top(), area.width(), kLine);
        for (const auto& [column, name] :
             {std::pair(0, Text::tr("everywhere")), {5, Text::tr("at class borders")}}) {
            const QRectF cell = Columns::cell(first, column);
            const QRectF five(cell.left(), cell.top(), 5 * Columns::kStep - 2, kLine);
            drawText(painter, five, name, kSmallText + 1, Qt::AlignCenter, TextStyle::Grey);
            painter.setPen(QPen(QColor(0x90, 0x90, 0x90), 0.4));
            painter.drawLine(five.bottomLeft() + QPointF(6, 0), five.bottomRight());
        }
        drawText(painter,
                 Columns::cell(first, 10),
                 Text::tr("entropy"),
                 kSmallText + 1,
                 Qt::AlignRight | Qt::AlignVCenter,
                 TextStyle::Grey);
        drawCells(painter, first.translated(0, kLine), headings(), TextStyle::Bold);
        painter.setPen(QPen(Qt::black, 0.5));
        painter.drawLine(first.translated(0, kLine + 1).bottomLeft(),
                         first.translated(0, kLine + 1).bottomRight());
    });
    for (const PurityRow& row : findings.rows) {
        page.add(row.of ? kLine : kLine + 3, [=](QPainter& painter, const QRectF& area) {
            const QRectF line(area.left(), area.bottom() - kLine, area.width(), kLine);
            const QRectF name(line.left(), line.top(), Columns::kFirst, kLine);
            if (row.of) {
                drawSwatch(painter,
                           name.adjusted(8, 0, 0, 0),
                           row.of->color,
                           row.of->name,
                           kSmallText + 1);
            } else {
                drawText(painter,
                         name,
                         Text::tr("Level %1, all classes").arg(row.level + 1),
                         kSmallText + 1,
                         Qt::AlignLeft | Qt::AlignVCenter,
                         TextStyle::Bold);
            }
            drawCells(painter, line, cellsOf(row), row.of ? TextStyle::Plain : TextStyle::Bold);
        });
    }
}

QString numbersOf(const PurityFindings& findings) {
    QStringList names = {QStringLiteral("level"),
                         QStringLiteral("class"),
                         QStringLiteral("cells"),
                         QStringLiteral("border_cells")};
    static const std::array ways = {"sau", "uniform", "bilinear", "bicubic", "nearest"};
    for (const char* where : {"", "_borders"}) {
        for (const char* way : ways) {
            names << QLatin1String(way) + QLatin1String(where);
        }
    }
    QString lines = csvLine(names << QStringLiteral("entropy_bits"));
    for (const PurityRow& row : findings.rows) {
        QStringList fields = {QString::number(row.level + 1),
                              row.of ? row.of->name : QStringLiteral("all"),
                              QString::number(row.cells),
                              QString::number(row.borderCells)};
        for (const Upsampling how : kWays) {
            fields << csvNumber(row[how].everywhere);
        }
        for (const Upsampling how : kWays) {
            fields << (row.borderCells > 0 ? csvNumber(row[how].atBorders) : QString());
        }
        lines += csvLine(fields << csvNumber(row.entropy));
    }
    return lines;
}

}  // namespace

PurityFindings purityOf(const FigureSubjects& subjects, int decoder) {
    std::vector<PurityFindings> tables;
    for (const FigureSubject& subject : subjects) {
        tables.push_back(subject.inspection.purity(decoder));
    }
    return joined(tables);
}

Figure purityFigure(const FigureSubjects& subjects, int decoder) {
    Page page;
    for (const FigureSubject& subject : subjects) {
        page.title(subject.name);
        const int levels = subjects.size() == 1 ? subject.inspection.model().levels : 1;
        for (int level = 0; level < levels; ++level) {
            page.add(kLine, [level](QPainter& painter, const QRectF& area) {
                drawText(painter, area, Text::tr("Level %1").arg(level + 1), kSmallText + 1);
            });
            addMaps(page, subject.inspection, level, decoder);
        }
    }
    const PurityFindings findings = purityOf(subjects, decoder);
    addScales(page, findings.kernelSide);
    page.gap();
    addTable(page, findings);
    page.gap();
    page.note(
        Text::tr("Purity: the share of a kernel's weight on source positions of the class that it "
                 "makes. Uniform weights have the same reach of %1 x %1 without attention; "
                 "bilinear, bicubic and nearest reach 2 x 2, 4 x 4 and 1. Uniform kernels have an "
                 "entropy of %2 bit.")
            .arg(findings.kernelSide)
            .arg(2 * std::log2(findings.kernelSide), 0, 'f', 2));
    return page.figure(numbersOf(findings));
}

QString purityText(const PurityFindings& findings) {
    const auto line = [](const QString& name, const QStringList& cells) {
        QString text = name.left(kNameWidth).leftJustified(kNameWidth);
        for (int i = 0; i < cells.size(); ++i) {
            text +=
                (i == 5 || i == 10 ? QStringLiteral("  ") : QString()) + cells[i].rightJustified(9);
        }
        return text + QLatin1Char('\n');
    };
    QString text =
        QString(kNameWidth, QLatin1Char(' ')) + Text::tr("everywhere").rightJustified(45) +
        Text::tr("at class borders").rightJustified(47) + Text::tr("entropy").rightJustified(11) +
        QLatin1Char('\n') + line(QString(), headings());
    for (const PurityRow& row : findings.rows) {
        text += line(
            row.of ? QStringLiteral("  ") + row.of->name : Text::tr("Level %1").arg(row.level + 1),
            cellsOf(row));
    }
    return text;
}

}  // namespace tessera
