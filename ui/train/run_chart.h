// One figure of runs over their steps.
#pragma once

#include <QList>
#include <QPointF>
#include <QSharedPointer>
#include <QString>
#include <QWidget>

#include "core/jobs/training/run_table.h"

class QChart;
class QChartView;
class QLineSeries;
class QMenu;
class QToolButton;
class QValueAxis;
class QCategoryAxis;
class QLabel;

namespace tessera::ui {

/// What a curve is drawn from.
struct RunCurve {
    QString run;
    QSharedPointer<const RunTable> table;
};

/// A curve as it is drawn: mean of each of at most `points` pieces of the steps, over a moving mean
/// that remembers `smoothing` of what it was from step to step. Values that are no numbers, and
/// with `log` those that are not positive, are left out; with `log` y is the decimal logarithm.
QList<QPointF> chartPoints(
    const RunTable& table, const QString& term, double smoothing, bool log, int points);

/// "tell_features" as "adversarial · D, features".
QString termTitle(const QString& term);

class RunChart : public QWidget {
    Q_OBJECT

public:
    explicit RunChart(QWidget* parent = nullptr);

    /// The figures that can be shown.
    void setTerms(const QStringList& terms);
    void setTerm(const QString& term);
    QString term() const { return term_; }

    /// The first run's curve, then that of the run it is compared with.
    void setCurves(const QList<RunCurve>& curves);
    void setSmoothing(double smoothing);
    void setLog(bool log);

Q_SIGNALS:
    void termChosen(const QString& term);

private:
    struct Lines {
        QLineSeries* raw;
        QLineSeries* smooth;
    };

    Lines addLines();
    void draw();
    void scale(const QList<QList<QPointF>>& all);
    void dress();
    void fillMenu();

    QStringList terms_;
    QString term_;
    QList<RunCurve> curves_;
    double smoothing_ = 0.9;
    bool log_ = false;
    QToolButton* title_;
    QLabel* value_;
    QChart* chart_;
    QValueAxis* steps_;
    QCategoryAxis* values_;
    QList<Lines> lines_;
};

}  // namespace tessera::ui
