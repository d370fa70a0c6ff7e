// Header with smoothing and scale, charts in a row.
#include "ui/train/charts_section.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QSettings>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/jobs/training/run_files.h"
#include "ui/theme/section_header.h"
#include "ui/train/run_chart.h"

namespace tessera::ui {

namespace {
const QString kTermsKey = QStringLiteral("train/terms");
const QString kSmoothingKey = QStringLiteral("train/smoothing");
const QString kLogKey = QStringLiteral("train/log");
const QStringList kFirstTerms = {
    QStringLiteral("perceptual"), QStringLiteral("tell_features"), QStringLiteral("frechet")};
constexpr int kSliderWidth = 96;
constexpr int kMostSmoothing = 99;  // percent
}  // namespace

ChartsSection::ChartsSection(QWidget* parent) : QWidget(parent) {
    auto* header = new SectionHeader(tr("Losses"));
    names_ = new QLabel;
    names_->setTextFormat(Qt::RichText);
    header->layout()->addWidget(names_);
    static_cast<QHBoxLayout*>(header->layout())->addSpacing(Metrics::unit * 2);
    auto* caption = new QLabel(tr("Smoothing"));
    setRole(caption, Role::Heading);
    header->layout()->addWidget(caption);
    smoothing_ = new QSlider(Qt::Horizontal);
    smoothing_->setRange(0, kMostSmoothing);
    smoothing_->setFixedWidth(kSliderWidth);
    smoothing_->setValue(QSettings().value(kSmoothingKey, 90).toInt());
    describe(smoothing_, tr("Smoothing"), tr("How much of it a curve remembers from step to step"));
    caption->setBuddy(smoothing_);
    header->layout()->addWidget(smoothing_);
    log_ = header->addButton(tr("Log"), tr("Logarithmic scale"));
    log_->setCheckable(true);
    log_->setChecked(QSettings().value(kLogKey, false).toBool());

    row_ = new QWidget;
    auto* charts = new QHBoxLayout(row_);
    charts->setContentsMargins(12, 12, 12, 12);
    charts->setSpacing(12);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(header);
    column->addWidget(row_, 1);
    for (const QString& term : QSettings().value(kTermsKey, kFirstTerms).toStringList()) {
        addChart(term);
    }
    connect(smoothing_, &QSlider::valueChanged, this, [this](int percent) {
        QSettings().setValue(kSmoothingKey, percent);
        for (RunChart* chart : charts_) {
            chart->setSmoothing(percent / 100.0);
        }
    });
    connect(log_, &QToolButton::toggled, this, [this](bool log) {
        QSettings().setValue(kLogKey, log);
        for (RunChart* chart : charts_) {
            chart->setLog(log);
        }
    });
    connect(&reader_, &RunTables::read, this, &ChartsSection::showRead);
}

void ChartsSection::addChart(const QString& term) {
    auto* chart = new RunChart;
    chart->setTerm(term);
    chart->setSmoothing(smoothing_->value() / 100.0);
    chart->setLog(log_->isChecked());
    row_->layout()->addWidget(chart);
    charts_ << chart;
    connect(chart, &RunChart::termChosen, this, [this] {
        QStringList terms;
        for (const RunChart* one : charts_) {
            terms << one->term();
        }
        QSettings().setValue(kTermsKey, terms);
        showCurves();
    });
}

void ChartsSection::setRuns(const QString& run, const QString& other) {
    for (const QString& old : {run_, other_}) {
        if (old != run && old != other) {
            reader_.forget(historyFile(old));
            reader_.forget(distancesFile(old));
        }
    }
    run_ = run;
    other_ = other;
    showNames();
    showCurves();
    update();
}

void ChartsSection::update() {
    for (const QString& run : {run_, other_}) {
        if (!run.isEmpty()) {
            reader_.update(historyFile(run));
            reader_.update(distancesFile(run));
        }
    }
}

QList<QSharedPointer<const RunTable>> ChartsSection::tables(const QString& run) const {
    return {reader_.table(historyFile(run)), reader_.table(distancesFile(run))};
}

void ChartsSection::showRead(const QString&) {
    showCurves();
}

void ChartsSection::showCurves() {
    QStringList terms;
    for (const QSharedPointer<const RunTable>& table : tables(run_)) {
        for (const QString& name : table->names) {
            if (name != QLatin1String("skipped") && !terms.contains(name)) {
                terms << name;
            }
        }
    }
    for (RunChart* chart : charts_) {
        QList<RunCurve> curves;
        for (const QString& run : {run_, other_}) {
            for (const QSharedPointer<const RunTable>& table :
                 run.isEmpty() ? QList<QSharedPointer<const RunTable>>() : tables(run)) {
                if (table->has(chart->term())) {
                    curves.append({run, table});
                    break;
                }
            }
        }
        chart->setTerms(terms);
        chart->setCurves(curves);
    }
}

void ChartsSection::showNames() {
    const auto named = [](const QString& run, const QColor& tint) {
        return QStringLiteral("<span style=\"color:%1\">●</span> %2")
            .arg(tint.name(), QFileInfo(run).fileName().toHtmlEscaped());
    };
    names_->setText(other_.isEmpty()
                        ? QString()
                        : named(run_, colours().accentLine) + QStringLiteral("&nbsp; ") +
                              named(other_, colours().warning));
}

}  // namespace tessera::ui
