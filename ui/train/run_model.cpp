// Texts and colours of runs.
#include "ui/train/run_model.h"

#include <QColor>
#include <QCoreApplication>
#include <QLocale>
#include <cmath>

#include "ui/theme/theme.h"

namespace tessera::ui {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(RunModel)
};

QColor stateColour(RunState state) {
    switch (state) {
        case RunState::Running:
            return colours().good;
        case RunState::Failed:
            return colours().bad;
        case RunState::Pausing:
        case RunState::Stopping:
            return colours().warning;
        default:
            return colours().textMuted;
    }
}

}  // namespace

QString durationText(double seconds) {
    const auto whole = static_cast<qint64>(std::llround(seconds));
    if (whole < 60) {
        return Text::tr("%1 s").arg(whole);
    }
    if (whole < 3600) {
        return Text::tr("%1 min").arg(whole / 60);
    }
    return whole < 36000 ? Text::tr("%1 h %2 m").arg(whole / 3600).arg(whole / 60 % 60)
                         : Text::tr("%1 h").arg(whole / 3600);
}

QString countText(qint64 count) {
    QString text = QString::number(count);
    for (qsizetype at = text.size() - 3; at > 0; at -= 3) {
        text.insert(at, QChar(0x2009));  // a thin space
    }
    return text;
}

RunModel::RunModel(const TrainingService& service, QObject* parent)
    : QAbstractTableModel(parent), service_(service), runs_(service.runs()) {
    connect(&service_, &TrainingService::runsChanged, this, &RunModel::adopt);
}

void RunModel::adopt() {
    const QList<TrainingRun>& now = service_.runs();
    const bool same = now.size() == runs_.size() &&
                      std::equal(now.begin(), now.end(), runs_.begin(), [](auto& a, auto& b) {
                          return a.name == b.name;
                      });
    if (same) {
        runs_ = now;
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        return;
    }
    beginResetModel();
    runs_ = now;
    endResetModel();
}

int RunModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(runs_.size());
}

int RunModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QString RunModel::nameAt(int row) const {
    return row >= 0 && row < runs_.size() ? runs_[row].name : QString();
}

int RunModel::rowOf(const QString& name) const {
    for (int row = 0; row < runs_.size(); ++row) {
        if (runs_[row].name == name) {
            return row;
        }
    }
    return -1;
}

QString RunModel::text(const TrainingRun& run, int column) const {
    switch (column) {
        case Name:
            return run.name;
        case State:
            return stateTitle(run.state);
        case Steps:
            return countText(run.step);
        case Left:
            return run.secondsLeft() ? durationText(*run.secondsLeft()) : QStringLiteral("–");
        case Distance:
            return run.distance ? QString::number(*run.distance, 'f', 1) : QStringLiteral("–");
        default:
            return {};
    }
}

QVariant RunModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= runs_.size()) {
        return {};
    }
    const TrainingRun& run = runs_[index.row()];
    switch (role) {
        case Qt::DisplayRole:
            return text(run, index.column());
        case Qt::ForegroundRole:
            return index.column() == State  ? stateColour(run.state)
                   : index.column() == Name ? colours().text
                                            : colours().textMuted;
        case Qt::ToolTipRole:
            return !run.problem.isEmpty() ? run.problem
                   : index.column() == Steps
                       ? Text::tr("%1 of %2 steps").arg(countText(run.step), countText(run.steps))
                   : index.column() == Distance
                       ? Text::tr("Fréchet distance of the last measurement; lower is better")
                       : run.folder;
        default:
            return {};
    }
}

QVariant RunModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        return int(Qt::AlignLeft | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    const QStringList titles = {Text::tr("name"),
                                Text::tr("state"),
                                Text::tr("steps"),
                                Text::tr("left"),
                                Text::tr("distance")};
    return titles.value(section);
}

}  // namespace tessera::ui
