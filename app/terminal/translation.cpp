// Speaks the user's language where there is a catalogue for it, else English with its plurals.
#include <QCoreApplication>
#include <QLocale>
#include <QTranslator>

namespace tessera {
namespace {

void installTranslation() {
    auto* translator = new QTranslator(QCoreApplication::instance());
    const QString folder = QStringLiteral(":/translations");
    if (translator->load(QLocale(), QStringLiteral("tessera"), QStringLiteral("_"), folder) ||
        translator->load(QStringLiteral("tessera_en"), folder)) {
        QCoreApplication::installTranslator(translator);
    }
}

// For every kind of application that the program makes.
Q_COREAPP_STARTUP_FUNCTION(installTranslation)

}  // namespace
}  // namespace tessera
