// What every subcommand shares: options, help, exit codes, one line for whatever goes wrong.
#pragma once

#include <QCommandLineParser>
#include <QString>
#include <QStringList>
#include <stdexcept>
#include <vector>

namespace tessera {

/// What a program may end with.
enum ExitCode { Success = 0, Failure = 1, Usage = 2 };

/// A command line that makes no sense: exit code 2, where any other exception is 1.
class UsageError : public std::runtime_error {
public:
    explicit UsageError(const QString& text) : std::runtime_error(text.toStdString()) {}
};

/// One subcommand. `run` gets what follows its name and returns an exit code.
struct Command {
    QString name;
    QString summary;  ///< one line for the list of commands
    int (*run)(const QStringList& arguments);
};

/// The options of one subcommand, with --help and the errors of this program.
class CommandLine {
public:
    /// `synopsis` is what follows the options: "LABEL… -o OUT".
    CommandLine(const QString& command, const QString& synopsis, const QString& description);

    /// `names` as on the command line without dashes ("o", "output"); with a `valueName` the option
    /// takes a value.
    void addOption(const QStringList& names,
                   const QString& description,
                   const QString& valueName = {});

    /// False when help was asked for and shown. Throws UsageError.
    bool parse(const QStringList& arguments);

    bool isSet(const QString& name) const { return parser_.isSet(name); }
    QString value(const QString& name, const QString& fallback = {}) const;
    QStringList values(const QString& name) const { return parser_.values(name); }

    /// What was given as name=value, in order. Throws UsageError that names the option.
    QList<QPair<QString, QString>> settings(const QString& name) const;

    QStringList positional() const { return parser_.positionalArguments(); }

    /// A whole number in [low, high]. Throws UsageError that names the option.
    qint64 number(const QString& name, qint64 low, qint64 high, qint64 fallback) const;

    /// One of `choices`. Throws UsageError that names the option.
    QString choice(const QString& name, const QStringList& choices, const QString& fallback) const;

private:
    QString command_;
    QString synopsis_;
    QCommandLineParser parser_;
};

/// Text to the terminal, in UTF-8.
void printOut(const QString& text);
void printError(const QString& text);

/// Runs a command and turns exceptions into one line on stderr and an exit code.
int runCommand(const Command& command, const QStringList& arguments);

/// While one lives, nothing reaches stderr: image libraries say there what they think of a broken
/// file, and the program says it itself, in one line.
class QuietLibraries {
public:
    QuietLibraries();
    ~QuietLibraries();
    QuietLibraries(const QuietLibraries&) = delete;
    QuietLibraries& operator=(const QuietLibraries&) = delete;

private:
    int stderr_;
};

}  // namespace tessera
