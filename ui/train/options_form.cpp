// A check box, a combo box or a field, by the kind of the option.
#include "ui/train/options_form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpression>
#include <QRegularExpressionValidator>
#include <QVBoxLayout>

#include "ui/theme/theme.h"

namespace tessera::ui {

namespace {

QString titleOf(const QString& name) {
    return QString(name)
        .replace(QLatin1Char('_'), QLatin1Char(' '))
        .replace(QStringLiteral("network."), QStringLiteral("network: "));
}

}  // namespace

OptionsForm::OptionsForm(QWidget* parent) : QWidget(parent) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, Metrics::unit, 0);
    form_ = new QFormLayout;
    form_->setVerticalSpacing(Metrics::unit);
    form_->setHorizontalSpacing(Metrics::unit * 2);
    column->addLayout(form_);
    column->addStretch();
}

void OptionsForm::setPreset(const QString& preset) {
    while (form_->rowCount() > 0) {
        form_->removeRow(0);
    }
    for (const TrainingChoice& choice : trainingChoices(preset)) {
        QWidget* field = editor(choice);
        const QString range =
            choice.kind == TrainingChoice::Kind::Whole || choice.kind == TrainingChoice::Kind::Real
                ? tr(" From %1 to %2.").arg(choice.least).arg(choice.most)
                : QString();
        describe(field, titleOf(choice.name), choice.help + range);
        auto* title = new QLabel(choice.unit.isEmpty()
                                     ? titleOf(choice.name)
                                     : tr("%1 (%2)").arg(titleOf(choice.name), choice.unit));
        title->setToolTip(choice.help + range);
        setRole(title, Role::Muted);
        form_->addRow(title, field);
    }
}

QWidget* OptionsForm::editor(const TrainingChoice& choice) {
    const QString value = changed_.value(choice.name, choice.value);
    if (choice.kind == TrainingChoice::Kind::Flag) {
        auto* box = new QCheckBox;
        box->setChecked(value == QLatin1String("true"));
        connect(box, &QCheckBox::toggled, this, [this, choice](bool on) {
            set(choice, on ? QStringLiteral("true") : QStringLiteral("false"));
        });
        return box;
    }
    if (!choice.choices.isEmpty()) {
        auto* box = new QComboBox;
        box->addItems(choice.choices);
        box->setCurrentText(value);
        connect(box, &QComboBox::currentTextChanged, this, [this, choice](const QString& text) {
            set(choice, text);
        });
        return box;
    }
    auto* line = new QLineEdit(value);
    if (choice.kind != TrainingChoice::Kind::Text) {
        static const QRegularExpression number(QStringLiteral("-?[0-9]*\\.?[0-9]*(e-?[0-9]+)?"));
        line->setValidator(new QRegularExpressionValidator(number, line));
    }
    connect(line, &QLineEdit::textChanged, this, [this, choice](const QString& text) {
        set(choice, text);
    });
    return line;
}

void OptionsForm::set(const TrainingChoice& choice, const QString& value) {
    if (value == choice.value) {
        changed_.remove(choice.name);
    } else {
        changed_[choice.name] = value;
    }
}

}  // namespace tessera::ui
