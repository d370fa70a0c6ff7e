// Qt Charts, dressed as the studio is.
#include "ui/train/run_chart.h"

#include <QCategoryAxis>
#include <QChart>
#include <QChartView>
#include <QCoreApplication>
#include <QGraphicsLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineSeries>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>
#include <QValueAxis>
#include <cmath>
#include <limits>

#include "ui/theme/theme.h"
#include "ui/train/run_model.h"

namespace tessera::ui {

namespace {

constexpr int kPoints = 500;     // of a smooth curve
constexpr int kRawPoints = 250;  // of the one behind it
constexpr int kTicks = 4;
constexpr size_t kFew = 40;  // measurements that are shown one by one

struct Text {
    Q_DECLARE_TR_FUNCTIONS(RunChart)
};

/// 1, 2 or 5 times a power of ten, at least `step`.
double niceStep(double step) {
    const double power = std::pow(10, std::floor(std::log10(step)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= step * 0.999) {
            return factor * power;
        }
    }
    return 10 * power;
}

QColor faint(QColor colour) {
    colour.setAlphaF(0.28f);
    return colour;
}

}  // namespace

QList<QPointF> chartPoints(
    const RunTable& table, const QString& term, double smoothing, bool log, int points) {
    QList<QPointF> result;
    const auto column = table.columns.constFind(term);
    if (column == table.columns.constEnd()) {
        return result;
    }
    const std::vector<float>& values = *column;
    const size_t piece = std::max<size_t>(1, (values.size() + points - 1) / points);
    double mean = 0, weight = 0;  // the mean of a memory that began empty
    double sum = 0, steps = 0;
    int count = 0;
    for (size_t i = 0; i < values.size(); ++i) {
        if (std::isfinite(values[i])) {
            mean = smoothing * mean + (1 - smoothing) * values[i];
            weight = smoothing * weight + (1 - smoothing);
            sum += mean / weight;
            steps += table.steps[i];
            ++count;
        }
        if (((i + 1) % piece == 0 || i + 1 == values.size()) && count > 0) {
            const double y = sum / count;
            if (!log || y > 0) {
                result.append({steps / count, log ? std::log10(y) : y});
            }
            sum = steps = 0;
            count = 0;
        }
    }
    return result;
}

QString termTitle(const QString& term) {
    const QString kind = term.section(QLatin1Char('_'), 0, 0);
    const QString rest = term.section(QLatin1Char('_'), 1);
    if (kind == QLatin1String("tell")) {
        return Text::tr("adversarial · D, %1").arg(rest);
    }
    if (kind == QLatin1String("fool")) {
        return Text::tr("adversarial · G, %1").arg(rest);
    }
    if (term == QLatin1String("frechet")) {
        return Text::tr("validation · Fréchet distance");
    }
    return QString(term).replace(QLatin1Char('_'), QLatin1Char(' '));
}

RunChart::RunChart(QWidget* parent) : QWidget(parent) {
    title_ = new QToolButton;
    title_->setPopupMode(QToolButton::InstantPopup);
    title_->setMenu(new QMenu(title_));
    title_->setToolButtonStyle(Qt::ToolButtonTextOnly);
    setRole(title_, Role::Heading);
    connect(title_->menu(), &QMenu::aboutToShow, this, &RunChart::fillMenu);
    value_ = new QLabel;
    setRole(value_, Role::Muted);

    chart_ = new QChart;
    chart_->legend()->hide();
    chart_->setMargins({0, 0, 0, 0});
    chart_->setBackgroundRoundness(0);
    chart_->setAnimationOptions(QChart::NoAnimation);
    chart_->layout()->setContentsMargins(0, 0, 0, 0);
    steps_ = new QValueAxis(chart_);
    values_ = new QCategoryAxis(chart_);
    values_->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
    chart_->addAxis(steps_, Qt::AlignBottom);
    chart_->addAxis(values_, Qt::AlignLeft);
    steps_->setLabelFormat(QStringLiteral("%d"));
    steps_->setTickCount(kTicks + 1);
    steps_->setGridLineVisible(false);
    auto* view = new QChartView(chart_);
    view->setRenderHint(QPainter::Antialiasing);
    view->setFrameShape(QFrame::NoFrame);
    view->setBackgroundBrush(Qt::NoBrush);
    view->viewport()->setAutoFillBackground(false);
    view->setStyleSheet(QStringLiteral("background: transparent;"));
    view->setMinimumSize(200, 110);
    view->setFocusPolicy(Qt::NoFocus);

    auto* row = new QHBoxLayout;
    row->setContentsMargins(4, 4, 12, 0);
    row->addWidget(title_);
    row->addStretch();
    row->addWidget(value_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row);
    column->addWidget(view, 1);
    setAttribute(Qt::WA_StyledBackground);
    setRole(this, Role::Segments);  // a well with round corners
    connect(&Theme::instance(), &Theme::changed, this, &RunChart::dress);
    dress();
}

void RunChart::setTerms(const QStringList& terms) {
    terms_ = terms;
}

void RunChart::setTerm(const QString& term) {
    term_ = term;
    title_->setText(termTitle(term) + QStringLiteral("  ▾"));
    describe(title_, tr("Figure: %1").arg(termTitle(term)));
    draw();
}

void RunChart::fillMenu() {
    title_->menu()->clear();
    for (const QString& term : std::as_const(terms_)) {
        QAction* action = title_->menu()->addAction(termTitle(term));
        action->setCheckable(true);
        action->setChecked(term == term_);
        connect(action, &QAction::triggered, this, [this, term] {
            setTerm(term);
            Q_EMIT termChosen(term);
        });
    }
}

void RunChart::setCurves(const QList<RunCurve>& curves) {
    curves_ = curves;
    draw();
}

void RunChart::setSmoothing(double smoothing) {
    smoothing_ = smoothing;
    draw();
}

void RunChart::setLog(bool log) {
    log_ = log;
    draw();
}

RunChart::Lines RunChart::addLines() {
    const Lines lines{new QLineSeries(chart_), new QLineSeries(chart_)};
    for (QLineSeries* series : {lines.raw, lines.smooth}) {
        chart_->addSeries(series);
        series->attachAxis(steps_);
        series->attachAxis(values_);
    }
    lines_.append(lines);
    return lines;
}

void RunChart::draw() {
    while (lines_.size() < curves_.size()) {
        addLines();
        dress();
    }
    QList<QList<QPointF>> all;
    QStringList values;
    for (qsizetype i = 0; i < lines_.size(); ++i) {
        QList<QPointF> raw, smooth;
        if (i < curves_.size()) {
            // A few measurements are shown as they are.
            const bool few = curves_[i].table->steps.size() < kFew;
            lines_[i].smooth->setPointsVisible(few);
            smooth = chartPoints(*curves_[i].table, term_, few ? 0 : smoothing_, log_, kPoints);
            raw =
                few ? QList<QPointF>() : chartPoints(*curves_[i].table, term_, 0, log_, kRawPoints);
            all << smooth << raw;
            if (!smooth.isEmpty()) {
                const double last = log_ ? std::pow(10, smooth.last().y()) : smooth.last().y();
                values << QString::number(last, 'g', 3);
            }
        }
        lines_[i].raw->replace(raw);
        lines_[i].smooth->replace(smooth);
    }
    value_->setText(values.join(QStringLiteral(" · ")));
    scale(all);
}

// Round numbers at the ticks, also of a logarithmic scale.
void RunChart::scale(const QList<QList<QPointF>>& all) {
    double low = std::numeric_limits<double>::max(), high = -low, last = 1;
    for (const QList<QPointF>& points : all) {
        for (const QPointF& point : points) {
            low = std::min(low, point.y());
            high = std::max(high, point.y());
            last = std::max(last, point.x());
        }
    }
    if (low > high) {
        low = 0;
        high = 1;
    }
    const double room = std::max((high - low) * 0.06, 1e-6);
    low -= room;
    high += room;
    const double end = niceStep(last / kTicks) * std::ceil(last / niceStep(last / kTicks));
    steps_->setRange(0, end);
    steps_->setTickCount(static_cast<int>(std::lround(end / niceStep(last / kTicks))) + 1);
    for (const QString& label : values_->categoriesLabels()) {
        values_->remove(label);
    }
    values_->setRange(low, high);
    values_->setStartValue(low);
    const double from = log_ ? std::pow(10, low) : low;
    const double to = log_ ? std::pow(10, high) : high;
    const double step = niceStep((to - from) / kTicks);
    for (double tick = std::ceil(from / step) * step; tick <= to; tick += step) {
        const double value = std::abs(tick) < step / 2 ? 0 : tick;
        if (!log_ || value > 0) {
            values_->append(QString::number(value, 'g', 3), log_ ? std::log10(value) : value);
        }
    }
}

void RunChart::dress() {
    const Colours& c = colours();
    const QFont small = Theme::font(Metrics::smallFont);
    chart_->setBackgroundVisible(false);
    chart_->setPlotAreaBackgroundVisible(false);
    for (QAbstractAxis* axis :
         {static_cast<QAbstractAxis*>(steps_), static_cast<QAbstractAxis*>(values_)}) {
        axis->setLabelsFont(small);
        axis->setLabelsColor(c.textFaint);
        axis->setLinePen(Qt::NoPen);
        axis->setGridLineColor(c.raised);
    }
    const QColor tints[] = {c.accentLine, c.warning};
    for (qsizetype i = 0; i < lines_.size(); ++i) {
        const QColor tint = tints[i % 2];
        lines_[i].raw->setPen(QPen(faint(tint), 1));
        lines_[i].smooth->setPen(QPen(tint, 1.6));
    }
}

}  // namespace tessera::ui
