// What a run is made of, how it is doing, and the user's notes on it.
#pragma once

#include <QTimer>
#include <QWidget>

#include "core/jobs/training/training_service.h"

class QFormLayout;
class QLabel;
class QPlainTextEdit;
class QToolButton;

namespace tessera::ui {

class SectionHeader;

class RunPanel : public QWidget {
    Q_OBJECT

public:
    explicit RunPanel(TrainingService& service, QWidget* parent = nullptr);
    ~RunPanel() override;  ///< keeps what was typed

    QWidget* header() const;
    void setRun(const QString& name);

private:
    QLabel* addRow(QFormLayout& form, const QString& title);
    void showFacts();
    void showOptions();
    void keepNotes();

    TrainingService& service_;
    QString name_;
    SectionHeader* header_;
    QLabel* data_;
    QLabel* size_;
    QLabel* length_;
    QLabel* speed_;
    QLabel* checkpoint_;
    QPlainTextEdit* notes_;
    QToolButton* more_;
    QLabel* options_;
    QTimer typing_;
};

}  // namespace tessera::ui
