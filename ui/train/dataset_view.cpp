// A line of figures, a bar a class, a line a problem.
#include "ui/train/dataset_view.h"

#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/theme/theme.h"
#include "ui/train/run_model.h"

namespace tessera::ui {

namespace {
constexpr int kRow = 20;          // pixels
constexpr int kMostClasses = 10;  // the largest
constexpr int kMostProblems = 4;  // shown; all of them in the tip
constexpr int kNameWidth = 130;
constexpr int kShareWidth = 56;
}  // namespace

/// Colour, name, a bar as long as the class's share of the pixels, the share.
class ShareBars : public QWidget {
public:
    void setShares(const QList<DatasetClass>& shares) {
        shares_ = shares.mid(0, kMostClasses);
        setFixedHeight(static_cast<int>(shares_.size()) * kRow);
        QStringList spoken;
        for (const DatasetClass& one : shares_) {
            spoken << QStringLiteral("%1 %2 %").arg(one.name).arg(100 * one.share, 0, 'f', 1);
        }
        setAccessibleDescription(spoken.join(QStringLiteral(", ")));
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const double most = shares_.isEmpty() ? 1 : std::max(shares_.first().share, 1e-9);
        for (int i = 0; i < shares_.size(); ++i) {
            const DatasetClass& one = shares_[i];
            const int y = i * kRow;
            painter.setPen(Qt::NoPen);
            painter.setBrush(one.color);
            painter.drawRoundedRect(QRect(0, y + 4, 12, 12), 3, 3);
            painter.setPen(colours().text);
            painter.drawText(QRect(20, y, kNameWidth - 24, kRow), Qt::AlignVCenter, one.name);
            painter.setPen(Qt::NoPen);
            const int room = width() - kNameWidth - kShareWidth;
            painter.setBrush(colours().outline);
            painter.drawRoundedRect(QRectF(kNameWidth, y + 8, room, 4), 2, 2);
            painter.setBrush(colours().accentLine);
            painter.drawRoundedRect(
                QRectF(kNameWidth, y + 8, std::max(2.0, room * one.share / most), 4), 2, 2);
            painter.setPen(colours().textMuted);
            painter.drawText(QRect(width() - kShareWidth, y, kShareWidth, kRow),
                             Qt::AlignVCenter | Qt::AlignRight,
                             QStringLiteral("%1 %").arg(100 * one.share, 0, 'f', 1));
        }
    }

private:
    QList<DatasetClass> shares_;
};

DatasetView::DatasetView(QWidget* parent) : QWidget(parent) {
    summary_ = new QLabel;
    summary_->setWordWrap(true);
    setRole(summary_, Role::Muted);
    shares_ = new ShareBars;
    shares_->setAccessibleName(tr("Classes by share"));
    problems_ = new QLabel;
    problems_->setWordWrap(true);
    problems_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    setRole(problems_, Role::Problem);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Metrics::unit);
    column->addWidget(summary_);
    column->addWidget(shares_);
    column->addWidget(problems_);
    show({});
}

QString DatasetView::summary(const DatasetReport& report) const {
    if (report.folder.isEmpty()) {
        return tr("Photos with label maps: your own paintings, or a dataset as it was downloaded.");
    }
    if (report.layout.isEmpty()) {
        return report.complete ? QString() : tr("Looking…");
    }
    QStringList parts = {report.layoutTitle, tr("%n pair(s) to learn from", nullptr, report.pairs)};
    parts << (report.heldOut > 0 ? tr("%n pair(s) held out", nullptr, report.heldOut)
                                 : tr("none held out (a folder “val” would be)"));
    if (!report.largest.isEmpty()) {
        const auto text = [](QSize size) {
            return QStringLiteral("%1 × %2").arg(size.width()).arg(size.height());
        };
        parts << (report.smallest == report.largest
                      ? text(report.largest)
                      : tr("%1 to %2").arg(text(report.smallest), text(report.largest)));
    }
    if (!report.complete) {
        parts << tr("%1 read").arg(countText(report.checked));
    }
    return parts.join(QStringLiteral(" · "));
}

void DatasetView::show(const DatasetReport& report) {
    summary_->setText(summary(report));
    summary_->setVisible(!summary_->text().isEmpty());
    shares_->setShares(report.classes);
    QStringList problems = report.problems;
    if (!report.refusal.isEmpty()) {
        problems.prepend(report.refusal);
    }
    QStringList shown = problems.mid(0, kMostProblems);
    if (problems.size() > kMostProblems) {
        shown << tr("and %n other(s)", nullptr, static_cast<int>(problems.size()) - kMostProblems);
    }
    problems_->setText(shown.join(QLatin1Char('\n')));
    problems_->setToolTip(problems.join(QLatin1Char('\n')));
    problems_->setVisible(!problems.isEmpty());
}

}  // namespace tessera::ui
